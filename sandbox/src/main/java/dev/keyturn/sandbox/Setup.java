package dev.keyturn.sandbox;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The setup of a sandbox. The same setup and the same calls give the same account, ids and secrets
 * included.
 *
 * @param port 0 picks a free one
 * @param account twelve digits
 * @param region the region in the export lines; calls may be signed for any region
 * @param time the base of the account's clock, usually the system's
 * @param random the source of ids and secrets
 */
public record Setup(
    int port, String account, String region, InstantSource time, RandomGenerator random) {
  /** A sandbox of account 123456789012 in eu-west-1, on any free port. */
  public static Setup of(InstantSource time, RandomGenerator random) {
    return new Setup(0, "123456789012", "eu-west-1", time, random);
  }

  public Setup onPort(int wanted) {
    return new Setup(wanted, account, region, time, random);
  }
}

package dev.keyturn.proof.simulation;

import dev.keyturn.sandbox.account.Account;
import java.util.Set;
import java.util.function.Consumer;

/** Adversaries and outages around the runs of a company. */
final class Surroundings {
  final Set<Power> powers;
  final MailOutage mails;

  /** Called for each call that took effect, before the run knows its outcome. */
  Consumer<Call> between = _ -> {};

  /** Called for each machine that begins to sleep. */
  Runnable asleep = () -> {};

  Surroundings(Set<Power> powers, Account account) {
    this.powers = powers;
    this.mails = new MailOutage(account);
  }

  /** Whether an adversary makes a user's expected state unknown. */
  boolean adversary() {
    return !powers.isEmpty();
  }
}

package dev.keyturn.proof.simulation;

import dev.keyturn.port.Ports;
import dev.keyturn.proof.model.ModelPorts;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.settings.Settings;
import java.util.function.Supplier;

/**
 * The common state of a simulation: an account, its time, its installation and the judge.
 *
 * @param leases whether the store supports leases; the protocol is safe without them
 * @param dice for faults of machines
 */
record Scene(
    Settings settings,
    boolean leases,
    Timeline timeline,
    Account account,
    Dice dice,
    Judge judge,
    Tally tally,
    Story story,
    Surroundings around) {
  static final String REGION = "eu-central-1";
  static final String BUCKET = "corp-credentials";
  static final String SENDER = "keys@corp.example";

  /** The ports without faults. */
  Ports model() {
    return new ModelPorts(account, timeline, REGION, BUCKET, SENDER).ports();
  }

  void tell(Supplier<String> what) {
    story.tell(timeline.instant(), what);
  }
}

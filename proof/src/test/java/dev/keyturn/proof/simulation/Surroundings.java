package dev.keyturn.proof.simulation;

import dev.keyturn.sandbox.account.Account;
import java.util.Set;
import java.util.function.Consumer;

/** What is hostile or broken around the runs of a company. */
final class Surroundings {
  /** Whether there are adversaries and outages at all, and the judge knows the rule of proof. */
  static final boolean HOSTILE = Boolean.getBoolean("keyturn.adversary");

  final Set<Power> powers;
  final MailOutage mails;

  /** Is told of each call that took effect, before the run knows its outcome. */
  Consumer<Call> between = _ -> {};

  /** Is told of each machine that begins to sleep. */
  Runnable asleep = () -> {};

  Surroundings(Set<Power> powers, Account account) {
    this.powers = powers;
    this.mails = new MailOutage(account);
  }

  /** Whether an adversary makes it impossible to say where a user must stand. */
  boolean adversary() {
    return !powers.isEmpty();
  }
}

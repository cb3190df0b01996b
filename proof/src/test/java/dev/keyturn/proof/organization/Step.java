package dev.keyturn.proof.organization;

import dev.keyturn.facts.AccountId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A step of the state machine.
 *
 * @param run the name of the execution
 * @param account the account that it concerns, if it concerns one
 */
record Step(Mode mode, String run, Optional<AccountId> account) {
  /** The modes of the function. */
  enum Mode {
    ENROL,
    SURVEY,
    ALLOT,
    ACT,
    JUDGE,
    SUMMARIZE
  }

  /** The event of the function, but for the other members. */
  Map<String, Object> event() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("mode", mode.name().toLowerCase(Locale.ROOT));
    event.put("run", run);
    if (mode == Mode.ENROL) {
      event.put("machine", Engine.MACHINE);
    }
    return event;
  }

  /** Whether it concerns an account. */
  boolean concerns(AccountId one) {
    return account.filter(one::equals).isPresent();
  }

  @Override
  public String toString() {
    return "%s %s%s".formatted(run, mode, account.map(one -> " " + one).orElse(""));
  }
}

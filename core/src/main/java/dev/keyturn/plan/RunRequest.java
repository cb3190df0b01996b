package dev.keyturn.plan;

import dev.keyturn.facts.KeyId;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Scope;
import java.time.LocalDate;
import java.util.Set;

/**
 * What a run is asked for.
 *
 * @param scope which users
 * @param deadline when it has to end
 * @param horizon until which day it plans
 * @param exposed keys that AWS Health has reported as exposed; the run notes them
 */
public record RunRequest(Scope scope, Deadline deadline, PlanHorizon horizon, Set<KeyId> exposed) {

  public RunRequest {
    exposed = Set.copyOf(exposed);
  }

  /** All users, today, without a deadline. */
  public static RunRequest everyone() {
    return of(new Scope.Everyone());
  }

  /** These users, today, without a deadline. */
  public static RunRequest of(Scope scope) {
    return new RunRequest(scope, Deadline.none(), PlanHorizon.today(), Set.of());
  }

  /** The same, to be ended by a deadline. */
  public RunRequest within(Deadline end) {
    return new RunRequest(scope, end, horizon, exposed);
  }

  /** The same, planned until a day; a day that is past means today. */
  public RunRequest until(LocalDate day) {
    return over(new PlanHorizon.Until(day));
  }

  /** The same, over another horizon. */
  public RunRequest over(PlanHorizon other) {
    return new RunRequest(scope, deadline, other, exposed);
  }

  /** The same, with keys that AWS Health has reported. */
  public RunRequest exposing(Set<KeyId> keys) {
    return new RunRequest(scope, deadline, horizon, keys);
  }
}

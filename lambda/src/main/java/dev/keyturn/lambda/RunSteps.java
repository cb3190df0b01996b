package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.facts.AccountId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far an execution came, by the objects that its steps leave. If Allot, Act or Judge fails, the
 * state machine continues with Summarize, which finds the step by what is missing.
 */
final class RunSteps {
  static final int RINGS = 2;
  static final String DRY = "Nothing is changed, because DRY_RUN is true.";
  private static final String ERROR = "Step Functions shows its error.";

  private final RunObjects objects;
  private final Optional<Set<AccountId>> first;
  private final Optional<Set<AccountId>> second;
  private final Set<AccountId> begun;
  private final Set<String> judged;

  private RunSteps(RunObjects objects, Collection<AccountId> acted) {
    this.objects = objects;
    this.first = find(objects, 1);
    this.second = find(objects, RINGS);
    this.begun = objects.accounts("begun/");
    this.begun.addAll(acted);
    this.judged = new TreeSet<>(objects.names("judged-"));
  }

  /**
   * Reads them.
   *
   * @param acted the accounts whose step that acts has left a result
   */
  static RunSteps read(RunObjects objects, Collection<AccountId> acted) {
    return new RunSteps(objects, acted);
  }

  private static Optional<Set<AccountId>> find(RunObjects objects, int ring) {
    return objects.find(list(ring), tree -> OrganizationJson.enrolled(tree).id()).map(TreeSet::new);
  }

  /** The name of the list of a ring's accounts that are to be changed. */
  static String list(int ring) {
    return "ring-" + ring + ".json";
  }

  private static String mark(int ring) {
    return "judged-" + ring + ".json";
  }

  /** Lists the accounts of a ring that are to be changed. */
  static void allotted(RunObjects objects, int ring, List<Map<String, Object>> tasks) {
    objects.write(list(ring), tasks);
  }

  /** Whether a ring has accounts that are to be changed. */
  static boolean due(RunObjects objects, int ring) {
    return !objects.list(list(ring), tree -> tree).isEmpty();
  }

  /** Notes that a ring was judged. */
  static void judged(RunObjects objects, int ring) {
    objects.write(mark(ring), Map.of("ring", String.valueOf(ring)));
  }

  /** Notes why nothing more is changed, unless a reason is noted. */
  static void stop(RunObjects objects, String why, boolean dryRun) {
    objects.write(RunObjects.STOPPED, Map.of("why", why, "dryRun", dryRun));
  }

  /**
   * Why the execution stopped before it had changed every account, if it did. The command that
   * follows it finds the reason among the objects, too.
   */
  Optional<String> stopped(boolean dryRun) {
    Optional<String> noted = objects.read(RunObjects.STOPPED, tree -> JsonTree.text(tree, "why"));
    if (noted.isPresent()) {
      return noted;
    }
    Optional<String> found = unfinished().map(why -> dryRun ? DRY : why);
    found.ifPresent(why -> stop(objects, why, dryRun));
    return found;
  }

  private Optional<String> unfinished() {
    if (first.isEmpty() || second.isEmpty()) {
      return allotFailed();
    }
    boolean continued = judged.contains(mark(1)) || second.get().stream().anyMatch(begun::contains);
    if (!continued && left(first.get()) > 0) {
      return failed("in the first ring", act(first.get()));
    }
    if (!continued && !second.get().isEmpty()) {
      // Allot itself judges a first ring that has no accounts.
      return first.get().isEmpty()
          ? allotFailed()
          : failed("after the first ring", "Judge, which looks at it, did not end");
    }
    return judged.contains(mark(RINGS)) || left(second.get()) == 0
        ? Optional.empty()
        : failed("in the second ring", act(second.get()));
  }

  private static Optional<String> allotFailed() {
    return failed("before anything was changed", "Allot, which shares the limits out, did not end");
  }

  private static Optional<String> failed(String when, String what) {
    return Optional.of("Stopped %s: the step %s. %s".formatted(when, what, ERROR));
  }

  private String act(Set<AccountId> ring) {
    return "Act did not begin %s of %s accounts".formatted(left(ring), ring.size());
  }

  private long left(Set<AccountId> ring) {
    return ring.stream().filter(id -> !begun.contains(id)).count();
  }

  /** Whether the step that acts has begun an account. */
  boolean begun(AccountId id) {
    return begun.contains(id);
  }

  /** Whether an account was to be changed in a ring that is over, and was not begun. */
  boolean leftOut(AccountId id) {
    return !begun.contains(id)
        && ((judged.contains(mark(1)) && among(first, id))
            || (judged.contains(mark(RINGS)) && among(second, id)));
  }

  private static boolean among(Optional<Set<AccountId>> ring, AccountId id) {
    return ring.filter(all -> all.contains(id)).isPresent();
  }
}

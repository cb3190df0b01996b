package dev.keyturn.proof.organization;

import dev.keyturn.event.EventBus;
import dev.keyturn.facts.AccountId;
import dev.keyturn.proof.simulation.MemberCompany;
import dev.keyturn.proof.simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches an organization: which session makes which call, where objects are written, and what an
 * execution may change. Each account has a judge for what happens to its users.
 */
final class OrganizationJudge {
  /** The state machine ends after this time. */
  private static final Duration LONGEST = Duration.ofHours(6);

  /** An invocation of the function ends within this time after its execution. */
  private static final Duration LAST_STEPS = Duration.ofMinutes(20);

  private static final int LEAST_REACHED_PERCENT = 90;

  /** What a session may do before it is known to be the ordered account's. */
  private static final Set<String> OF_A_SESSION =
      Set.of("identify", "now", "mark", "calls", "tempo");

  private static final Set<String> WRITES =
      Set.of(
          "tag",
          "untag",
          "create",
          "deactivate",
          "activate",
          "delete",
          "store",
          "claim",
          "send",
          "write");

  private final Landscape landscape;
  private Optional<Violation> violation = Optional.empty();

  /** The execution that is at work, or was killed. */
  private @Nullable Execution current;

  private Instant began = Instant.MIN;
  private int executions;

  /** The steps that have begun to act. */
  private final Set<String> begun = new TreeSet<>();

  /** The steps that have stored the page of their account. */
  private final Set<String> paged = new TreeSet<>();

  /** The accounts that the last execution reached that did not stop before acting. */
  private Set<AccountId> reachedLast = Set.of();

  OrganizationJudge(Landscape landscape) {
    this.landscape = landscape;
  }

  void demand(boolean kept, Supplier<String> what) {
    if (!kept && violation.isEmpty()) {
      Violation found = new Violation(landscape.timeline.instant() + " " + what.get());
      violation = Optional.of(found);
      throw found;
    }
  }

  void raise() {
    violation.ifPresent(
        found -> {
          throw found;
        });
  }

  /** A step is about to make a call with a session. */
  void called(Step step, AccountId session, String method) {
    demand(
        step.concerns(session) || OF_A_SESSION.contains(method),
        () -> "%s calls %s with a session of account %s".formatted(step, method, session));
    if (WRITES.contains(method)) {
      mayWrite(step, method);
    }
  }

  /** A step puts events: of what it did in its own account. */
  void published(Step step, List<EventBus.Message> messages) {
    demand(step.mode() == Step.Mode.ACT, () -> step + " puts events");
    String account = "\"account\":\"" + step.account().orElseThrow() + "\"";
    demand(
        !messages.isEmpty()
            && messages.stream().allMatch(message -> message.detail().contains(account)),
        () -> "%s puts events of another account: %s".formatted(step, messages));
    landscape.tally.count(Event.EVENTS_PUT);
  }

  private void mayWrite(Step step, String method) {
    Member member = landscape.member(step.account().orElseThrow());
    demand(step.mode() == Step.Mode.ACT, () -> step + " writes: " + method);
    demand(!landscape.settings.options().dryRun(), () -> step + " writes in a dry run");
    demand(!member.held(), () -> "%s writes: %s, and %s".formatted(step, method, member.tags));
    demand(
        member.present && !landscape.excluded(member),
        () -> "%s writes: %s, though the account is left out".formatted(step, method));
  }

  /** A step uses an object of an account. */
  void object(Step step, AccountId session, AccountId owner, String key) {
    demand(
        step.concerns(owner) && session.equals(owner),
        () -> "%s uses %s with a session of account %s".formatted(step, key, session));
  }

  /** A step begins to act: once in a run, because a second could spend the allotment again. */
  void begins(Step step) {
    demand(begun.add(step.toString()), () -> step + " begins the account a second time");
  }

  /** A step stores a page, under the prefix of the account that {@link #object} was asked about. */
  void pages(Step step) {
    demand(
        step.mode() == Step.Mode.ACT && landscape.settings.options().htmlReport(),
        () -> step + " stores a page");
    paged.add(step.toString());
  }

  /** A step has acted in its account, and no call went wrong. */
  void acted(Step step) {
    demand(
        !landscape.settings.options().htmlReport() || paged.contains(step.toString()),
        () -> step + " stores no page");
  }

  /** SES's answer about a mail was lost, so that the mail may be sent twice. */
  void mailUnclear() {
    if (current != null) {
      current.mailsUnclear = true;
    }
  }

  /** SES refuses a mail because the quota is used up. */
  void mailRefused(Step step, boolean disturbed) {
    landscape.tally.count(Event.MAIL_REFUSED);
    Execution execution = current;
    demand(
        disturbed || execution == null || execution.disturbedForAll() || execution.mailsUnclear,
        () -> step + " sends more mails than SES takes");
  }

  /** Whether another execution is at work, or steps of one that has ended may be. */
  boolean occupied() {
    Execution execution = current;
    return execution != null
        && !execution.reported()
        && landscape.timeline.instant().isBefore(began.plus(LONGEST))
        && landscape
            .engine
            .end(execution.name())
            .filter(_ -> landscape.engine.works)
            .map(
                end ->
                    execution.allotted()
                        && !landscape.timeline.instant().isAfter(end.plus(LAST_STEPS)))
            .orElse(true);
  }

  /** An execution has begun. */
  void began(Execution execution) {
    Execution other = current;
    demand(!occupied(), () -> "%s begins while %s is at work".formatted(execution.name(), other));
    current = execution;
    began = landscape.timeline.instant();
    executions++;
  }

  /** The number of executions that have begun. */
  int executions() {
    return executions;
  }

  /** An account is begun in a ring. */
  void acts(Execution execution, Step step, int ring) {
    Member member = landscape.member(step.account().orElseThrow());
    demand(member.canary == (ring == 1), () -> "%s acts in ring %d".formatted(step, ring));
    if (!member.canary) {
      long bad = execution.canaries().stream().filter(execution::wentBadly).count();
      demand(
          bad * 100
              <= (long) execution.canaries().size()
                  * landscape.organization.rollout().stopPercent(),
          () ->
              "%s acts, and %d of the first ring's %d accounts went badly"
                  .formatted(step, bad, execution.canaries().size()));
    }
  }

  /** An execution does not stop before acting; it is about to begin these accounts. */
  void proceeds(Execution execution) {
    List<AccountId> still = reachedLast.stream().filter(execution.enrolled()::contains).toList();
    long again = still.stream().filter(execution.reached()::contains).count();
    demand(
        again * 100 >= (long) still.size() * LEAST_REACHED_PERCENT,
        () ->
            "%s acts, and %d of %d accounts were reached"
                .formatted(execution, again, still.size()));
  }

  /** What the last execution that did not stop before acting has reached. */
  void reached(Set<AccountId> accounts) {
    reachedLast = new TreeSet<>(accounts);
  }

  /** A step has changed keys of users. */
  void acted(Execution execution, Step step) {
    long most = MemberCompany.most(landscape.settings);
    demand(
        execution.actions() <= most,
        () ->
            "%s: %d users were changed in all accounts, and %d may be"
                .formatted(step, execution.actions(), most));
  }

  /** What is counted. */
  enum Event {
    EVENTS_PUT,
    MAIL_REFUSED,
    ENROLMENT_REFUSED,
    SECOND_EXECUTION,
    EXECUTION_KILLED,
    STEP_KILLED,
    STEP_REFUSED,
    STEP_REPEATED,
    MAP_FAILED,
    STOPPED_BEFORE_ACTING,
    STOPPED_AFTER_A_RING,
    SUMMARIZED,
    LISTING_FAILED
  }
}

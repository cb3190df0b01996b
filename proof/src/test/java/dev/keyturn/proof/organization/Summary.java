package dev.keyturn.proof.organization;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory.Standing;
import dev.keyturn.proof.organization.OrganizationJudge.Event;
import dev.keyturn.sandbox.mail.Accepted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the summary of an execution must say. */
final class Summary {
  private static final Set<String> BAD = Set.of("FAILED", "DENIED", "LOST");
  private static final List<String> CHANGES = List.of("ROTATE", "DEACTIVATE", "DELETE");

  private final Landscape landscape;
  private final OrganizationJudge judge;
  private final Execution execution;
  private final Map<AccountId, String> states = new TreeMap<>();

  /** The users of each account that are reported as changed or failed. */
  private final Map<AccountId, Integer> told = new TreeMap<>();

  Summary(Landscape landscape, Execution execution) {
    this.landscape = landscape;
    this.judge = landscape.judge;
    this.execution = execution;
  }

  /** Checks it, and the answer that the engine gets. */
  void check(Map<?, ?> answer) {
    landscape.tally.count(Event.SUMMARIZED);
    List<Map<?, ?>> rows = execution.papers().list(execution.papers().key("report.json"));
    for (Map<?, ?> row : rows) {
      AccountId id = new AccountId(JsonTree.text(row, "account"));
      String before = states.put(id, JsonTree.text(row, "state"));
      judge.demand(before == null, () -> execution + ": two rows for " + id);
      judge.demand(
          !BAD.contains(JsonTree.text(row, "state")) || !JsonTree.text(row, "detail").isEmpty(),
          () -> "%s: it is not said why %s is bad: %s".formatted(execution, id, row));
      int by =
          row.get("by") instanceof Map<?, ?> verbs
              ? CHANGES.stream().mapToInt(verb -> number(verbs, verb)).sum()
              : 0;
      told.put(id, by + number(row, "failed"));
    }
    String stopped = JsonTree.text(answer, "stopped");
    for (Member member : landscape.members) {
      judge.demand(
          states.containsKey(member.id) == member.present,
          () -> "%s: %s, and the rows are %s".formatted(execution, member, states));
      if (member.present) {
        row(member, states.getOrDefault(member.id, ""), !stopped.isEmpty());
      }
    }
    boolean well =
        states.values().stream().noneMatch(BAD::contains)
            && (stopped.isEmpty() || landscape.settings.options().dryRun());
    judge.demand(
        JsonTree.text(answer, "verdict").equals("well") == well,
        () -> "%s: %s, and the rows are %s".formatted(execution, answer, states));
    stopped(stopped);
  }

  private static int number(Map<?, ?> tree, String name) {
    return tree.get(name) instanceof BigDecimal number ? number.intValueExact() : 0;
  }

  private void row(Member member, String state, boolean stopped) {
    Execution.Fared fared = execution.fared(member.id);
    boolean acted = is("act", member);
    if (landscape.excluded(member) || member.standing == Standing.CLOSED) {
      is(member, state, Set.of("LEFT_OUT"));
    } else if (member.standing == Standing.UNKNOWN) {
      is(member, state, Set.of("FAILED"));
    } else if (!is("survey", member) || (is("begun", member) && !acted)) {
      judge.demand(
          BAD.contains(state),
          () -> "%s: %s left no result, and is %s".formatted(execution, member, state));
    } else if (member.trouble(false).alwaysShows()) {
      is(
          member,
          state,
          member.trouble == Trouble.WRONG_SESSION
              ? Set.of("FAILED")
              : member.young(landscape.timeline.instant())
                  ? Set.of("UNREACHED", "DENIED")
                  : Set.of("DENIED"));
    } else if (member.held()) {
      is(member, state, fared.faults ? Set.of("HELD", "FAILED", "DENIED") : Set.of("HELD"));
    } else if (fared.acted && acted && member.trouble(true).alwaysShows()) {
      is(member, state, Set.of("FAILED", "DENIED", "ACTED", "QUIET", "DEFERRED"));
    } else if (member.trouble == Trouble.NONE && !fared.faults) {
      well(member, state, stopped);
    }
  }

  /** Whether an object about an account is there. */
  private boolean is(String kind, Member member) {
    return execution.papers().object(kind + "/" + member.id + ".json").isPresent();
  }

  /** What is wrong elsewhere does not concern this account. */
  private void well(Member member, String state, boolean stopped) {
    boolean managed =
        execution
            .papers()
            .object("survey/" + member.id + ".json")
            .filter(survey -> number(survey, "managed") > 0)
            .isPresent();
    judge.demand(
        stopped || !managed || execution.fared(member.id).acted,
        () -> "%s: nothing is wrong in %s, and it was not begun".formatted(execution, member));
    judge.demand(
        !BAD.contains(state) || member.company.adversary(),
        () -> "%s: nothing is wrong in %s, and it is %s".formatted(execution, member, state));
    Set<String> changed = execution.fared(member.id).changed;
    judge.demand(
        told.getOrDefault(member.id, 0) >= changed.size() || member.company.adversary(),
        () ->
            "%s: changed in %s are %s, reported are %s"
                .formatted(execution, member, changed, told));
  }

  private void is(Member member, String state, Set<String> expected) {
    judge.demand(
        expected.contains(state),
        () -> "%s: %s is %s instead of %s".formatted(execution, member, state, expected));
  }

  /** Where it stopped, the administrators are told so first. */
  private void stopped(String why) {
    if (why.isEmpty() || landscape.settings.options().dryRun()) {
      return;
    }
    landscape.tally.count(
        why.startsWith("Stopped after") ? Event.STOPPED_AFTER_A_RING : Event.STOPPED_BEFORE_ACTING);
    if (execution.disturbed(Step.Mode.SUMMARIZE)) {
      return;
    }
    List<Accepted> mails =
        landscape.hub.account().mailroom(landscape.settings.sesRegion()).accepted().stream()
            .filter(sent -> sent.mail().to().contains(Landscape.ADMINISTRATOR.value()))
            .toList();
    judge.demand(
        landscape.mailer.perDay < 1000
            || (!mails.isEmpty() && mails.getLast().mail().text().startsWith("Stopped")),
        () -> execution + ": the digest does not say first that it stopped");
  }
}

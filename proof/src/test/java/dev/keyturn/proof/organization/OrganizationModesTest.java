package dev.keyturn.proof.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.organization.Execution.End;
import dev.keyturn.proof.simulation.MemberCompany;
import dev.keyturn.proof.simulation.Story;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Days of the simulation's organizations that its dice seldom make. */
class OrganizationModesTest {
  /** The first organization of this kind whose settings keep nothing from being changed. */
  private static Landscape landscape(Predicate<Landscape> kind) {
    return LongStream.rangeClosed(1, 500)
        .mapToObj(seed -> new Landscape(seed, new Story.Told(100)))
        .filter(one -> !one.settings.options().dryRun())
        .filter(one -> one.members.stream().noneMatch(one::excluded))
        .filter(kind)
        .findFirst()
        .orElseThrow();
  }

  private static Execution execution(Landscape landscape, String name) {
    return new Execution(landscape, name, 0, Integer.MAX_VALUE);
  }

  @Test
  void anExecutionThatCannotListAccountsKeepsNoOtherWaiting() {
    Landscape landscape = landscape(_ -> true);
    landscape.roster.works = false;
    assertThat(execution(landscape, "denied").run()).isEqualTo(End.NOT_BEGUN);
    landscape.roster.works = true;
    assertThat(execution(landscape, "allowed").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
  }

  /** Survey, Allot, and Act of the first ring. */
  private static final int STOPPED_AFTER_ACT = 2;

  private static final int STOPPED_AFTER_SURVEY = 0;

  private static Execution stopped(Landscape landscape, int steps) {
    Execution execution = new Execution(landscape, "stopped", 0, steps);
    assertThat(execution.run()).isEqualTo(End.KILLED);
    return execution;
  }

  @Test
  void anExecutionThatWasStoppedBeforeItsLimitsWereSharedOutKeepsNoOtherWaiting() {
    Landscape landscape = landscape(_ -> true);
    stopped(landscape, STOPPED_AFTER_SURVEY);
    assertThat(execution(landscape, "next").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
  }

  @Test
  void theNextExecutionWaitsUntilTheLastStepsOfAStoppedOneAreOver() {
    Landscape landscape = landscape(_ -> true);
    assertThat(stopped(landscape, STOPPED_AFTER_ACT).allotted()).isTrue();
    landscape.timeline.pass(Duration.ofMinutes(19));
    assertThat(execution(landscape, "early").run()).isEqualTo(End.NOT_BEGUN);
    landscape.timeline.pass(Duration.ofMinutes(2));
    assertThat(execution(landscape, "next").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
  }

  @Test
  void whereNothingSaysThatAnExecutionHasEndedTheNextOneWaitsForItsLongestTime() {
    Landscape landscape = landscape(_ -> true);
    stopped(landscape, STOPPED_AFTER_SURVEY);
    landscape.engine.works = false;
    landscape.timeline.pass(Duration.ofHours(5));
    assertThat(execution(landscape, "early").run()).isEqualTo(End.NOT_BEGUN);
    landscape.timeline.pass(Duration.ofHours(1));
    assertThat(execution(landscape, "next").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
  }

  @Test
  void anExecutionThatRunsKeepsAnotherWaitingAndChangesNothingOnceItWasFollowed() {
    Landscape landscape =
        landscape(
            one -> {
              Execution undisturbed = execution(new Landscape(one.seed, new Story.Told(1)), "day");
              return undisturbed.run() == End.SUMMARIZED && undisturbed.actions() > 0;
            });
    Execution first = new Execution(landscape, "first", 0, STOPPED_AFTER_ACT);
    Map<?, ?> enrolled = first.begin(landscape.timeline::pass).orElseThrow();
    assertThat(execution(landscape, "second").run()).isEqualTo(End.NOT_BEGUN);
    landscape.engine.ended("first");
    Execution third = execution(landscape, "third");
    assertThat(third.begin(landscape.timeline::pass)).isPresent();
    assertThat(first.proceed(enrolled)).isEqualTo(End.KILLED);
    assertThat(first.allotted()).isTrue();
    assertThat(first.actions()).isZero();
    landscape.raise();
  }

  /** Whether the last account, which is no canary, is changed on a day. */
  private static boolean changes(Landscape landscape) {
    Execution execution = execution(landscape, "day");
    assertThat(execution.run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
    return execution.fared(landscape.members.getLast().id).acted;
  }

  private static Landscape oneCanary() {
    return landscape(
        one ->
            one.members.getFirst().canary
                && !one.members.get(1).canary
                && one.organization.rollout().stopPercent() < 100);
  }

  @ParameterizedTest
  @EnumSource(names = {"ROLE_DENIED", "TAGS_DENIED", "WRONG_SESSION"})
  void ifTheCanaryCannotBeReadTheNextRingIsNotChanged(Trouble trouble) {
    assertThat(changes(oneCanary())).isTrue();
    Landscape troubled = oneCanary();
    troubled.members.getFirst().trouble = trouble;
    assertThat(changes(troubled)).isFalse();
    assertThat(new Papers(troubled, "day").object("stopped.json").orElseThrow().get("why"))
        .asString()
        .startsWith("Stopped after the first ring: 1 of its 1 accounts");
  }

  /** The number of mails to owners and to the administrators on a day, if SES takes this number. */
  private static List<Long> mails(Landscape landscape, long quota) {
    landscape.mailer.perDay = quota;
    assertThat(execution(landscape, "day").run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
    return List.of(
        landscape.members.stream().mapToLong(one -> sent(landscape, one.company)).sum(),
        sent(landscape, landscape.hub));
  }

  private static long sent(Landscape landscape, MemberCompany company) {
    return company.account().mailroom(landscape.settings.sesRegion()).accepted().size();
  }

  @Test
  void theDigestHasItsPlaceInTheQuotaAndNoMailIsRefused() {
    Predicate<Landscape> busy =
        one -> mails(new Landscape(one.seed, new Story.Told(1)), 1000).getFirst() > 3;
    assertThat(mails(landscape(busy), 3)).containsExactly(2L, 1L);
    assertThat(mails(landscape(busy), 0)).containsExactly(0L, 0L);
    Landscape unheard = landscape(busy);
    unheard.mailer.hears = company -> company.equals(unheard.hub);
    assertThat(mails(unheard, 3))
        .as("SES does not say in the accounts' steps what may be sent")
        .containsExactly(2L, 1L);
  }

  /** The texts of mails to the administrators. */
  private static List<String> digests(Landscape landscape) {
    return landscape.hub.account().mailroom(landscape.settings.sesRegion()).accepted().stream()
        .filter(sent -> sent.mail().to().contains(Landscape.ADMINISTRATOR.value()))
        .map(sent -> sent.mail().text())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.Mode.class,
      names = {"ALLOT", "JUDGE"})
  void aStepThatIsKilledAnywhereStopsTheRunAndTheDigestSaysSoFirst(Step.Mode mode) {
    int kills = 0;
    for (int call = 1; call < 100; call++) {
      Landscape landscape = oneCanary();
      landscape.mailer.perDay = 1000;
      Execution execution = execution(landscape, "day").killing(mode, call);
      assertThat(execution.run()).isEqualTo(End.SUMMARIZED);
      landscape.raise();
      if (execution.killing()) {
        break;
      }
      kills++;
      assertThat(execution.answer().get("verdict")).isEqualTo("not well");
      assertThat(execution.answer().get("stopped")).asString().startsWith("Stopped ");
      assertThat(new Papers(landscape, "day").object("stopped.json")).isPresent();
      assertThat(digests(landscape)).singleElement().asString().startsWith("Stopped ");
    }
    assertThat(kills).isGreaterThan(3);
  }

  @Test
  void aStepThatIsKilledIsNamed() {
    assertThat(stopped(Step.Mode.ALLOT))
        .startsWith("Stopped before anything was changed: the step Allot");
    assertThat(stopped(Step.Mode.ACT))
        .startsWith("Stopped in the first ring: the step Act did not begin 1 of 1 accounts.");
    assertThat(stopped(Step.Mode.JUDGE)).startsWith("Stopped after the first ring: the step Judge");
  }

  private static String stopped(Step.Mode mode) {
    Landscape landscape = oneCanary();
    Execution execution = execution(landscape, "day").killing(mode, 1);
    assertThat(execution.run()).isEqualTo(End.SUMMARIZED);
    landscape.raise();
    return String.valueOf(execution.answer().get("stopped"));
  }

  @Test
  void aSummaryThatIsKilledAnywhereAndRepeatedSendsOneDigest() {
    int between = 0;
    for (int call = 1; call < 100; call++) {
      Landscape landscape = oneCanary();
      landscape.mailer.perDay = 1000;
      Execution execution = execution(landscape, "day").killing(Step.Mode.SUMMARIZE, call);
      End end = execution.run();
      landscape.raise();
      if (execution.killing()) {
        break;
      }
      assertThat(end).isEqualTo(End.KILLED);
      Papers papers = new Papers(landscape, "day");
      boolean noted = papers.object("digest.json").isPresent();
      between += papers.object("report.json").isPresent() && !noted ? 1 : 0;
      int sent = digests(landscape).size();
      assertThat(execution.summarize()).isEqualTo(End.SUMMARIZED);
      landscape.raise();
      assertThat(digests(landscape)).hasSize(noted ? sent : 1);
    }
    assertThat(between).isGreaterThan(1);
  }

  @Test
  void mailsToContactsLeaveRoomForTheOwnersOfTheNextRun() {
    long owners = toOwnersAndHub(1000).getFirst();
    assertThat(owners).isPositive();
    assertThat(toOwnersAndHub(1000).getLast()).isGreaterThan(2);
    assertThat(toOwnersAndHub(2 * owners + 1)).containsExactly(owners, 1L);
    assertThat(toOwnersAndHub(2 * owners + 2)).containsExactly(owners, 2L);
  }

  /** Two accounts with a contact are changed; mails to owners, and to all others. */
  private static List<Long> toOwnersAndHub(long quota) {
    Landscape landscape =
        landscape(
            one ->
                one.settings.options().actionLimit() instanceof ActionLimit.None
                    && contacted(new Landscape(one.seed, new Story.Told(1)), 1000).getLast() > 2);
    return contacted(landscape, quota);
  }

  private static List<Long> contacted(Landscape landscape, long quota) {
    landscape.members.forEach(
        member -> member.tags.put("keyturn-contact", Landscape.ADMINISTRATOR.value()));
    return mails(landscape, quota);
  }
}

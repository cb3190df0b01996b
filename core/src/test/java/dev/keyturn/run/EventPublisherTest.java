package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.EventBus;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.EventBus.Rejected;
import dev.keyturn.event.Intervened;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.Deadline;
import dev.keyturn.run.EventPublisher.Published;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** For which users of a run events are put, what they hold, and what a failure causes. */
class EventPublisherTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final KeyId OLD = new KeyId("AKIAIOSFODNN7EXAMPLE");
  private static final KeyId NEW = new KeyId("AKIAIOSFODNN8EXAMPLE");
  private static final Outcome DONE = new Outcome.Done();
  private static final Decision.Due ROTATION =
      new Decision.Rotate(Reason.Rotate.OVERDUE, OLD, new Stage.Begin());

  private final List<Message> put = new ArrayList<>();
  private Optional<Rejected> answer = Optional.empty();
  private final EventPublisher publisher =
      new EventPublisher(
          Optional.of(
              messages -> {
                put.addAll(messages);
                return answer;
              }));

  private static Row row(Decision.Due decision, Outcome outcome) {
    return new Row(
        new UserName("alice"),
        new Owner.At(new EmailAddress("alice@corp.example")),
        List.of(new AccessKey(OLD, KeyStatus.ACTIVE, Instant.parse("2026-09-22T10:00:00Z"))),
        decision,
        outcome);
  }

  private static Report report(Row... rows) {
    return report(List.of(rows), List.of());
  }

  private static Report report(List<Row> rows, List<NeverRotated> neverRotated) {
    return new Report(
        "keyturn",
        Report.Mode.APPLY,
        "123456789012",
        TODAY,
        "run",
        3,
        2,
        17,
        Duration.ofSeconds(1),
        rows,
        neverRotated);
  }

  private Published publish(Row... rows) {
    return publisher.publish(report(rows), Deadline.none());
  }

  private List<String> types(Row... rows) {
    publish(rows);
    return put.stream().map(Message::type).toList();
  }

  @Test
  void anEventTellsOfEachChange() {
    Row[] rows = {
      row(ROTATION, new Outcome.Rotated(NEW)),
      row(
          new Decision.Deactivate(Reason.Deactivate.GRACE_OVER, OLD, DeactivationStep.DEACTIVATING),
          DONE),
      row(
          new Decision.Delete(
              Reason.Delete.RETENTION_OVER,
              new RotationRecord.Deactivated(TODAY, OLD),
              DeletionStep.DELETING),
          DONE),
      row(new Decision.Clear(Reason.Clear.OLD_KEY_GONE), DONE)
    };
    assertThat(types(rows))
        .containsExactly(
            "Keyturn Key Rotated",
            "Keyturn Key Deactivated",
            "Keyturn Key Deleted",
            "Keyturn Record Cleared");
    assertThat(put.subList(0, 3))
        .allSatisfy(message -> assertThat(message.detail()).contains("\"key\":\"" + OLD + "\""));
    assertThat(put.get(3).detail()).contains("\"key\":null");
    assertThat(publish(rows)).isEqualTo(new Published.All(4));
  }

  @Test
  void anEventTellsOfEachUserWhoNeedsAPerson() {
    assertThat(
            types(
                row(new Decision.Hold(Reason.Hold.QUARANTINED, "V2"), DONE),
                row(
                    new Decision.Warn(Reason.Warn.WARNING, List.of()),
                    new Outcome.Failed("denied")),
                row(ROTATION, new Outcome.Failed("denied", Optional.of(NEW), false))))
        .containsExactly("Keyturn User Held", "Keyturn User Failed", "Keyturn User Failed");
    assertThat(put.get(1).detail()).contains("\"key\":null", "\"error\":\"denied\"");
  }

  @Test
  void anEventTellsOfEachWarning() {
    assertThat(
            types(
                row(new Decision.Warn(Reason.Warn.WARNING, List.of()), DONE),
                row(new Decision.RestartGrace(OLD), DONE)))
        .containsExactly("Keyturn Owner Warned", "Keyturn Owner Warned");
    assertThat(put.getFirst().detail()).contains("\"decision\":\"warn\"");
  }

  @Test
  void anEventTellsOfEachOverdueKeyThatNoRunRotates() {
    NeverRotated known =
        new NeverRotated(new UserName("bob"), Optional.of(OLD), 61, Reason.Warn.BOTH_ACTIVE);
    NeverRotated reported =
        new NeverRotated(new UserName("carol"), Optional.empty(), 90, Reason.Nothing.NO_ADDRESS);
    publisher.publish(report(List.of(), List.of(known, reported)), Deadline.none());
    assertThat(put)
        .extracting(Message::type)
        .containsExactly("Keyturn Key Never Rotated", "Keyturn Key Never Rotated");
    assertThat(put.get(0).detail())
        .contains(
            "\"user\":\"bob\",\"key\":\"" + OLD + "\",\"ageDays\":61,\"reason\":\"BOTH_ACTIVE\"");
    assertThat(put.get(1).detail()).contains("\"user\":\"carol\",\"key\":null,\"ageDays\":90");
  }

  @Test
  void eventsForWhichThereIsNoTimeAreReported() {
    Deadline over =
        new Deadline() {
          @Override
          public boolean near() {
            return true;
          }

          @Override
          public <T> Optional<T> within(Supplier<T> task) {
            return Optional.empty();
          }
        };
    assertThat(publisher.publish(report(row(ROTATION, new Outcome.Rotated(NEW))), over))
        .isEqualTo(new Published.Not(1, "There was no time left."));
    assertThat(put).isEmpty();
  }

  @Test
  void anEventTellsOfEachChangeOfAnAdministratorButAnOrder() {
    Intervened.By by = new Intervened.By("keyturn", "123456789012", TODAY, "run");
    List.of(
            new Remedy.BringBack(OLD, "text"),
            new Remedy.ClearRecord("text"),
            new Remedy.RewriteRecord(new RotationRecord.Deactivated(TODAY, OLD), "text"),
            new Remedy.ReplaceKey(OLD, NEW, "text"),
            new Remedy.WithdrawOrder(OLD, "text"),
            new Remedy.Order(OLD, true, "text"))
        .forEach(
            change ->
                assertThat(
                        publisher.publish(
                            new Intervened(
                                by, new UserName("alice"), Reason.Hold.NEVER_FETCHED, change)))
                    .isEqualTo(
                        change instanceof Remedy.Order
                            ? new Published.Nothing()
                            : new Published.All(1)));
    assertThat(put)
        .extracting(Message::type)
        .containsExactly(
            "Keyturn Key Reactivated",
            "Keyturn User Mended",
            "Keyturn User Mended",
            "Keyturn User Mended",
            "Keyturn Order Withdrawn");
    assertThat(put.getFirst().detail())
        .isEqualTo(
            "{\"name\":\"keyturn\",\"account\":\"123456789012\",\"date\":\"2026-11-22\","
                + "\"runId\":\"run\",\"user\":\"alice\",\"key\":\"AKIAIOSFODNN7EXAMPLE\","
                + "\"change\":\"reactivate\",\"reason\":\"NEVER_FETCHED\",\"meaning\":\""
                + Reason.Hold.NEVER_FETCHED.meaning()
                + "\"}");
    assertThat(put.get(1).detail()).contains("\"key\":null,\"change\":\"clear\"");
    assertThat(put.get(2).detail()).contains("\"key\":null,\"change\":\"rewrite\"");
    assertThat(put.get(3).detail()).contains("\"key\":\"" + NEW + "\",\"change\":\"replace\"");
    assertThat(put.get(4).detail()).contains("\"key\":\"" + OLD + "\",\"change\":\"withdraw\"");
  }

  @Test
  void aCompromisedKeyThatIsShutOutAtOnceHasTheEventsOfBoth() {
    Decision.Rotate compromised =
        new Decision.Rotate(Reason.Rotate.COMPROMISED, OLD, new Decision.Stage.Begin());
    assertThat(types(row(compromised, new Outcome.Rotated(NEW, true))))
        .containsExactly("Keyturn Key Rotated", "Keyturn Key Deactivated");
    assertThat(put.get(1).detail())
        .contains(
            "\"key\":\"" + OLD + "\",\"decision\":\"deactivate\",\"reason\":\"SHUT_OUT\"",
            "\"newKey\":null");
  }

  @Test
  void noEventTellsOfDeferredAndExemptUsersOrAPlan() {
    assertThat(
            publish(
                row(new Decision.Hold(Reason.Hold.EXEMPT), DONE),
                row(new Decision.Hold(Reason.Hold.CHANGED_MEANWHILE), DONE),
                row(ROTATION, new Outcome.Deferred("limit")),
                row(ROTATION, new Outcome.Planned())))
        .isEqualTo(new Published.Nothing());
    assertThat(put).isEmpty();
  }

  @Test
  void anEventSaysWhatTheReportSaysWithoutTheAddress() {
    Remark remark = new Remark(Reason.Remark.UNREADABLE_THRESHOLD, "x");
    types(row(ROTATION, new Outcome.Rotated(NEW)).with(List.of(remark)));
    assertThat(put)
        .containsExactly(
            new Message(
                "Keyturn Key Rotated",
                "{\"name\":\"keyturn\",\"account\":\"123456789012\",\"date\":\"2026-11-22\","
                    + "\"runId\":\"run\",\"user\":\"alice\",\"key\":\"AKIAIOSFODNN7EXAMPLE\","
                    + "\"decision\":\"rotate\",\"reason\":\"OVERDUE\","
                    + "\"meaning\":\"the key is past the age at which it is replaced\","
                    + "\"keys\":[{\"id\":\"AKIAIOSFODNN7EXAMPLE\",\"status\":\"Active\","
                    + "\"ageDays\":61}],\"outcome\":\"done\","
                    + "\"newKey\":\"AKIAIOSFODNN8EXAMPLE\",\"error\":null,"
                    + "\"remarks\":[{\"reason\":\"UNREADABLE_THRESHOLD\",\"detail\":\"x\"}]}"));
  }

  @Test
  void aLongErrorIsShortened() {
    types(
        row(ROTATION, new Outcome.Failed("e".repeat(1_000))),
        row(ROTATION, new Outcome.Failed("f".repeat(1_001))));
    assertThat(put.get(0).detail()).contains("\"" + "e".repeat(1_000) + "\"");
    assertThat(put.get(1).detail()).contains("\"" + "f".repeat(1_000) + "...\"");
  }

  @Test
  void eventsThatAreNotAcceptedAreReported() {
    answer = Optional.of(new Rejected(1, "throttled"));
    assertThat(publish(row(ROTATION, DONE), row(ROTATION, DONE)))
        .isEqualTo(new Published.Not(1, "throttled"));
  }

  @Test
  void aDefectOfTheBusDoesNotFailTheRun() {
    EventBus broken =
        _ -> {
          throw new IllegalStateException("broken");
        };
    Report report = report(row(ROTATION, DONE));
    assertThat(new EventPublisher(Optional.of(broken)).publish(report, Deadline.none()))
        .isInstanceOfSatisfying(
            Published.Not.class,
            not -> {
              assertThat(not.events()).isEqualTo(1);
              assertThat(not.why()).contains("a defect of Keyturn", "broken");
            });
  }

  @Test
  void withoutABusNothingIsPut() {
    EventPublisher none = new EventPublisher(Optional.empty());
    Report report = report(row(ROTATION, DONE));
    assertThat(none.publish(report, Deadline.none())).isEqualTo(new Published.Nothing());
  }
}

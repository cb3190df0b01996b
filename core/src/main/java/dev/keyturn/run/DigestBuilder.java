package dev.keyturn.run;

import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Digest.Deed;
import dev.keyturn.mail.Digest.Deferred;
import dev.keyturn.mail.Digest.Failed;
import dev.keyturn.mail.Digest.Part;
import dev.keyturn.mail.Digest.Relief;
import dev.keyturn.mail.Digest.Stuck;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Cells;
import dev.keyturn.report.Held;
import dev.keyturn.report.Held.HeldRow;
import dev.keyturn.run.Run.Applied;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the digest of a run. There is a digest if and only if a key was replaced, deactivated or
 * deleted, a record was cleared, a user failed or was deferred, or a user is held, even if the hold
 * ends by itself: an old key whose successor is not used is deactivated some day. Warnings, users
 * in their grace period, users that wait for a day with action and exempt users alone cause no
 * digest; a digest only counts them, unless a key of the user may be in other hands.
 */
final class DigestBuilder {
  private final Map<UserName, String> toHandOver;
  private final BucketLayout layout;
  private final Report report;
  private final Held held;

  private DigestBuilder(Applied applied) {
    this.toHandOver = FilesToHandOver.of(applied);
    this.layout = applied.plan().setup().layout();
    this.report = applied.report();
    this.held = new Held(applied.plan(), report);
  }

  /** Whether the run has a digest. */
  static boolean worthTelling(Report report) {
    return report.rows().stream().anyMatch(DigestBuilder::lists);
  }

  /** The digest of a run. */
  static Digest of(Applied applied, Digest.Page page) {
    return new DigestBuilder(applied).digest(page);
  }

  /** Whether the digest lists what happened to a user. */
  static boolean lists(Row row) {
    return switch (row.outcome()) {
      case Outcome.Planned _ -> false;
      case Outcome.Deferred deferred ->
          deferred.remarks().stream()
              .noneMatch(remark -> remark.reason() == Reason.Remark.NO_ACTION_DAY);
      case Outcome.Failed _ -> true;
      case Outcome.Done _, Outcome.Rotated _ ->
          switch (row.decision()) {
            case Warn _, RestartGrace _ -> row.exposure().isPresent();
            case Rotate _, Deactivate _, Delete _, Clear _ -> true;
            case Hold hold -> !passes(hold.reason()) || row.exposure().isPresent();
          };
    };
  }

  /** Whether a hold is intended, or does not concern the user. */
  private static boolean passes(Reason.Hold reason) {
    return reason == Reason.Hold.EXEMPT || reason == Reason.Hold.CHANGED_MEANWHILE;
  }

  private Digest digest(Digest.Page page) {
    List<HeldRow> stuck =
        Held.rows(report).stream().filter(user -> acted(user.row()) && lists(user.row())).toList();
    return new Digest(
        Part.of(
            report.rows().stream()
                .filter(row -> row.exposure().isPresent() && lists(row))
                .map(DigestBuilder::exposed)
                .toList()),
        Part.of(report.rows().stream().flatMap(row -> failed(row).stream()).toList()),
        deeds(Rotate.class, this::rotated),
        deeds(Deactivate.class, (_, due) -> withReason(due.oldKey().value(), due)),
        deeds(Delete.class, (_, due) -> withReason(due.record().oldKey().value(), due)),
        deeds(Clear.class, (_, due) -> due.reason().meaning()),
        Part.of(stuck.stream().map(this::stuck).toList()),
        Part.of(report.neverRotated().stream().map(DigestBuilder::neverRotated).toList()),
        Part.of(deferred()),
        new Digest.Rest(
            report.users(),
            report.managed(),
            report.count(Verb.WARN),
            report.count(Verb.HOLD) - stuck.size(),
            report.apiCalls(),
            report.time()),
        page);
  }

  private static Deed exposed(Row row) {
    String failed = row.outcome() instanceof Outcome.Failed ? " failed" : "";
    String what = row.decision().verb().word() + failed + ": " + row.decision().reason().meaning();
    // What ends a hold is in its own part.
    return row.decision() instanceof Hold
        ? new Deed(row.user(), what)
        : Cells.advice(row)
            .map(
                advice ->
                    switch (advice) {
                      case Remedy.RunByHand(String before, String command, _) ->
                          new Deed(row.user(), what + ". " + before, Optional.of(command));
                      case Remedy.Hint _, Remedy.Already _ ->
                          new Deed(row.user(), what + ". " + advice.text());
                    })
            .orElseGet(() -> new Deed(row.user(), what));
  }

  private static Optional<Failed> failed(Row row) {
    return row.outcome() instanceof Outcome.Failed failed
        ? Optional.of(new Failed(row.user(), step(row.decision()), failed.error()))
        : Optional.empty();
  }

  private static String step(Due due) {
    return switch (due) {
      case Warn _, RestartGrace _ -> "mail to the owner";
      case Rotate _ -> "replacement";
      case Deactivate _ -> "deactivation";
      case Delete _ -> "deletion";
      case Clear _ -> "clearing the record";
      case Hold hold -> hold.reason() == Reason.Hold.READ_FAILED ? "reading" : "mail to the owner";
    };
  }

  private <D extends Due> Part<Deed> deeds(Class<D> kind, BiFunction<Row, D, String> what) {
    return Part.of(
        report.rows().stream()
            .filter(row -> kind.isInstance(row.decision()) && acted(row))
            .map(
                row ->
                    new Deed(
                        row.user(),
                        what.apply(row, kind.cast(row.decision())),
                        Optional.ofNullable(toHandOver.get(row.user()))))
            .toList());
  }

  private static boolean acted(Row row) {
    return row.outcome() instanceof Outcome.Done || row.outcome() instanceof Outcome.Rotated;
  }

  /** An administrator who gets a key to hand over reads first where it is. */
  private String rotated(Row row, Rotate rotate) {
    if (!(row.outcome() instanceof Outcome.Rotated(var made, _))) {
      return withReason(rotate.oldKey().value(), rotate);
    }
    return "new key %s for %s"
        .formatted(
            made,
            toHandOver.containsKey(row.user())
                ? rotate.oldKey()
                    + ", which is compromised. For you to hand over: "
                    + layout.key(BucketPaths.file(row.user(), made, Delivery.ADMINISTRATOR))
                : withReason(rotate.oldKey().value(), rotate));
  }

  private static Deed neverRotated(NeverRotated overdue) {
    String key =
        overdue
            .key()
            .map(id -> "%s, %s days old".formatted(id, overdue.ageDays()))
            .orElseGet(() -> "a key at least %s days old".formatted(overdue.ageDays()));
    return new Deed(overdue.user(), key + ": " + overdue.reason().meaning());
  }

  /** Adds the reason, unless it is the usual one. */
  private static String withReason(String key, Due due) {
    Reason reason = due.reason();
    return reason == Reason.Rotate.OVERDUE
            || reason == Reason.Deactivate.GRACE_OVER
            || reason == Reason.Delete.RETENTION_OVER
        ? key
        : key + ": " + reason.meaning();
  }

  private Stuck stuck(HeldRow user) {
    Hold hold = user.hold();
    String why = hold.reason().meaning();
    return new Stuck(
        user.row().user(),
        hold.detail().isEmpty() ? why : why + ": " + hold.detail(),
        switch (held.remedy(user)) {
          case Remedy.Hint hint -> new Relief.Advice(hint.text());
          case Remedy.Already already -> new Relief.Advice(already.text());
          case Remedy.RunByHand byHand ->
              new Relief.Command(byHand.before(), byHand.command(), byHand.after());
          case Remedy.Change change ->
              new Relief.Command(
                  "To end the hold:", "keyturn mend " + user.row().user().operand(), change.text());
        });
  }

  /** Groups by reason; there are few reasons. */
  private List<Deferred> deferred() {
    Map<String, Long> numbers =
        report.rows().stream()
            .flatMap(
                row ->
                    row.outcome() instanceof Outcome.Deferred(var why, _)
                        ? Stream.of(why)
                        : Stream.empty())
            .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    return numbers.entrySet().stream()
        .map(entry -> new Deferred(entry.getValue(), entry.getKey()))
        .toList();
  }
}

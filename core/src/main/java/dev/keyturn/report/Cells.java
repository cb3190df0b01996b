package dev.keyturn.report;

import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy.Advice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns of a row, the same in every form. */
public final class Cells {
  private Cells() {}

  /** The address, or the invalid value of the tag; empty if there is no tag. */
  public static Optional<String> email(Row row) {
    return switch (row.owner()) {
      case Owner.At at -> Optional.of(at.address().value());
      case Owner.Unreachable tag -> Optional.of(tag.tagValue());
      case Owner.None _ -> Optional.empty();
    };
  }

  /** {@code planned}, {@code done} or {@code failed}. */
  public static String outcome(Row row) {
    return switch (row.outcome()) {
      case Outcome.Planned _, Outcome.Deferred _ -> "planned";
      case Outcome.Done _, Outcome.Rotated _ -> "done";
      case Outcome.Failed _ -> "failed";
    };
  }

  /** The id of the key that is replaced, deactivated or deleted. */
  static Optional<String> key(Row row) {
    return switch (row.decision()) {
      case Rotate rotate -> Optional.of(rotate.oldKey().value());
      case Deactivate deactivate -> Optional.of(deactivate.oldKey().value());
      case Delete delete -> Optional.of(delete.record().oldKey().value());
      case Warn _, RestartGrace _, Clear _, Hold _ -> Optional.empty();
    };
  }

  /** The id of a key that was created or handed over, even if the rotation failed later. */
  public static Optional<String> newKey(Row row) {
    return switch (row.outcome()) {
      case Outcome.Rotated rotated -> Optional.of(rotated.newKey().value());
      case Outcome.Failed failed -> failed.newKey().map(KeyId::value);
      case Outcome.Planned _, Outcome.Deferred _, Outcome.Done _ -> Optional.empty();
    };
  }

  /** What is said beside the decision, and about its deferral. */
  static List<Remark> remarks(Row row) {
    return row.outcome() instanceof Outcome.Deferred deferred
        ? Stream.concat(deferred.remarks().stream(), row.remarks().stream()).toList()
        : row.remarks();
  }

  /** What a person does about an exposed key. */
  public static Optional<Advice> advice(Row row) {
    return row.exposure().flatMap(Exposure::advice);
  }

  /** Why it failed, why it was deferred, or the detail of a hold. */
  public static Optional<String> error(Row row) {
    if (row.outcome() instanceof Outcome.Failed failed) {
      return Optional.of(failed.error());
    }
    if (row.outcome() instanceof Outcome.Deferred deferred) {
      return Optional.of(deferred.why());
    }
    return row.decision() instanceof Hold hold && !hold.detail().isEmpty()
        ? Optional.of(hold.detail())
        : Optional.empty();
  }
}

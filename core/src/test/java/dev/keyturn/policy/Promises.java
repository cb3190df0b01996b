package dev.keyturn.policy;

import static dev.keyturn.policy.Given.POLICY;
import static dev.keyturn.policy.Given.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.RotationRecord.Dated;
import dev.keyturn.policy.RotationRecord.Deactivated;
import dev.keyturn.policy.RotationRecord.Deactivating;
import dev.keyturn.policy.RotationRecord.Deleting;
import dev.keyturn.policy.RotationRecord.None;
import dev.keyturn.policy.RotationRecord.Rotated;
import dev.keyturn.policy.RotationRecord.Rotating;
import dev.keyturn.policy.RotationRecord.Stored;
import dev.keyturn.policy.RotationRecord.UnderWay;
import dev.keyturn.policy.RotationRecord.Unreadable;
import java.time.temporal.ChronoUnit;

/** What the promises (design, section 5) say of a single decision, whatever led to it. */
record Promises(Facts user, Decision decision) {

  void hold() {
    switch (user.record()) {
      case None _ -> {}
      case Unreadable _ -> holds(Reason.UNREADABLE_RECORD);
      case UnderWay record when record.day().isAfter(TODAY) -> holds(Reason.UNREADABLE_RECORD);
      case UnderWay _ when !reachable() -> holds(Reason.ADDRESS_GONE);
      case UnderWay _ -> {}
    }
    switch (decision) {
      case Nothing _ -> nothing();
      case Hold _ -> {}
      case Look look -> look(look);
      case Warn warn -> warn(warn);
      case GraceAnew anew -> {
        told();
        assertThat(underWay()).isInstanceOfAny(Deactivated.class, Deleting.class);
        assertThat(active(anew.oldKey())).isTrue();
        anotherKeyIsActive(anew.oldKey());
      }
      case Rotate rotate -> rotate(rotate);
      case Deactivate deactivate -> deactivate(deactivate);
      case Delete delete -> delete(delete);
      case Clear _ -> {
        told();
        assertThat(underWay().day()).isBeforeOrEqualTo(TODAY);
      }
    }
  }

  private void holds(Reason reason) {
    assertThat(decision).isInstanceOf(Hold.class);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  /** Whoever is left in peace is not due, is within a time, or is nobody's. */
  private void nothing() {
    if (user.record() instanceof None) {
      boolean ageing =
          user.activeKeys().stream().anyMatch(key -> key.olderThan(POLICY.warningDays(), TODAY));
      assertThat(ageing && !(user.owner() instanceof Owner.Nobody)).isFalse();
      return;
    }
    KeyId old = underWay().oldKey();
    anotherKeyIsActive(old);
    long most = active(old) ? POLICY.deactivateDays() : POLICY.deletionDays();
    assertThat(daysSinceRecord()).isLessThanOrEqualTo(most);
  }

  private void look(Look look) {
    told();
    assertThat(user.evidence()).isInstanceOf(Evidence.NotLooked.class);
    assertThat(user.key(look.key())).isPresent();
    assertThat(look.key()).isNotEqualTo(underWay().oldKey());
  }

  private void warn(Warn warn) {
    told();
    assertThat(user.record()).isInstanceOf(None.class);
    assertThat(warn.keys())
        .isNotEmpty()
        .isSubsetOf(user.keys())
        .allMatch(key -> key.active() && key.olderThan(POLICY.warningDays(), TODAY));
  }

  private void rotate(Rotate rotate) {
    told();
    switch (rotate.stage()) {
      case Stage.Begin _ -> {
        assertThat(user.record()).isInstanceOf(None.class);
        assertThat(user.roomForRecord()).isTrue();
        assertThat(user.keys())
            .singleElement()
            .matches(key -> key.active() && key.olderThan(POLICY.overdueDays(), TODAY));
      }
      case Stage.Make make -> {
        assertThat(make.recorded()).isEqualTo(user.record());
        assertThat(user.keys()).extracting(AccessKey::id).containsExactly(rotate.oldKey());
        assertThat(active(rotate.oldKey())).isTrue();
      }
      case Stage.Replace replace -> lostForGood(replace);
      case Stage.Announce announce -> {
        assertThat(user.record()).isInstanceOf(Rotating.class);
        another(announce.newKey());
        assertThat(seen(announce.newKey()).file()).isEqualTo(StoredFile.CREDENTIALS);
      }
      case Stage.Tell tell -> {
        assertThat(user.record()).isInstanceOf(Stored.class);
        another(tell.newKey());
      }
    }
  }

  /** The one exception from promise 3: an orphan of ours that nobody can have. */
  private void lostForGood(Stage.Replace replace) {
    assertThat(user.record()).isInstanceOf(Rotating.class).isEqualTo(replace.recorded());
    another(replace.orphan());
    assertThat(seen(replace.orphan()).use()).isInstanceOf(LastUse.Never.class);
    assertThat(seen(replace.orphan()).file()).isNotEqualTo(StoredFile.CREDENTIALS);
    long seconds =
        ChronoUnit.SECONDS.between(
            replace.recorded().instant(), user.key(replace.orphan()).orElseThrow().created());
    assertThat(seconds).isBetween(-120L, 120L);
    assertThat(active(replace.recorded().oldKey())).isTrue();
  }

  private void deactivate(Deactivate deactivate) {
    told();
    assertThat(deactivate.oldKey()).isEqualTo(underWay().oldKey());
    assertThat(user.key(deactivate.oldKey())).isPresent();
    anotherKeyIsActive(deactivate.oldKey());
    assertThat(active(deactivate.oldKey())).isEqualTo(deactivate.from() == OffFrom.SWITCHING_OFF);
    if (deactivate.from() == OffFrom.TELLING || underWay() instanceof Deactivating) {
      assertThat(underWay()).isInstanceOf(Deactivating.class);
      return;
    }
    assertThat(underWay()).isInstanceOfAny(Dated.class, Rotated.class);
    if (deactivate.from() == OffFrom.SWITCHING_OFF) {
      assertThat(daysSinceRecord()).isGreaterThan(POLICY.deactivateDays());
      if (daysSinceRecord() <= 2L * POLICY.deactivateDays()) {
        assertThat(user.evidence())
            .isInstanceOfSatisfying(
                Evidence.Seen.class,
                seen ->
                    assertThat(
                            seen.use() instanceof LastUse.At
                                || seen.file() == StoredFile.CREDENTIALS)
                        .isTrue());
      }
    }
  }

  private void delete(Delete delete) {
    told();
    KeyId old = underWay().oldKey();
    assertThat(delete.record().oldKey()).isEqualTo(old);
    assertThat(delete.record().day()).isEqualTo(underWay().day());
    if (delete.from() == GoneFrom.TELLING) {
      assertThat(underWay()).isInstanceOf(Deleting.class);
      assertThat(user.key(old)).isEmpty();
      return;
    }
    assertThat(user.key(old)).isPresent();
    assertThat(active(old)).isFalse();
    anotherKeyIsActive(old);
    if (!(underWay() instanceof Deleting)) {
      assertThat(underWay()).isInstanceOfAny(Deactivated.class, Dated.class);
      assertThat(daysSinceRecord()).isGreaterThan(POLICY.deletionDays());
    }
  }

  private UnderWay underWay() {
    assertThat(user.record()).isInstanceOf(UnderWay.class);
    return (UnderWay) user.record();
  }

  private long daysSinceRecord() {
    return ChronoUnit.DAYS.between(underWay().day(), TODAY);
  }

  private boolean reachable() {
    return user.owner() instanceof Owner.At;
  }

  private void told() {
    assertThat(reachable()).as("has an address").isTrue();
  }

  private boolean active(KeyId id) {
    return user.key(id).map(AccessKey::active).orElse(false);
  }

  private void anotherKeyIsActive(KeyId old) {
    assertThat(user.keysBut(old)).as("another key is active").anyMatch(AccessKey::active);
  }

  private void another(KeyId id) {
    assertThat(user.key(id)).isPresent();
    assertThat(id).isNotEqualTo(underWay().oldKey());
  }

  private Evidence.Seen seen(KeyId key) {
    assertThat(user.evidence().about(key)).isInstanceOf(Evidence.Seen.class);
    return (Evidence.Seen) user.evidence().about(key);
  }
}

package dev.keyturn.policy;

import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.noon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the promises (design, section 5) say of a single decision, whatever led to it. */
record Promises(Facts user, Policy policy, Decision decision) {

  void hold() {
    switch (user.record()) {
      case None _ -> {}
      case Unreadable _ -> holds(Reason.Hold.UNREADABLE_RECORD);
      case UnderWay record when record.day().isAfter(TODAY) -> holds(Reason.Hold.UNREADABLE_RECORD);
      case UnderWay _ when !reachable() -> holds(Reason.Hold.ADDRESS_GONE);
      case UnderWay _ -> {}
    }
    leavesInPeace();
    justified();
    switch (decision) {
      case Nothing _ -> nothing();
      case Hold _ -> {}
      case Look look -> look(look);
      case Warn warn -> warn(warn);
      case RestartGrace restart -> {
        told();
        assertThat(underWay()).isInstanceOfAny(Deactivated.class, Deleting.class);
        assertThat(active(restart.oldKey())).isTrue();
        anotherKeyIsActive(restart.oldKey());
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

  /**
   * Promise 11: whatever the record says, keys are made, deactivated and deleted on facts that it
   * cannot forge.
   */
  private void justified() {
    Notes notes = user.evidence().notes();
    switch (decision) {
      case Rotate rotate when changesKeys() -> {
        assertThat(user.key(rotate.oldKey()).orElseThrow())
            .matches(AccessKey::active)
            .matches(this::mayBeReplaced);
        assertThat(notes.known()).isTrue();
      }
      case Deactivate deactivate when deactivate.reason() == Reason.Deactivate.SHUT_OUT -> {
        assertThat(notes.order(deactivate.oldKey()).orElseThrow().compromised()).isTrue();
        assertThat(notes.file(newestActiveBut(deactivate.oldKey())).orElseThrow().accepted())
            .isTrue();
      }
      case Deactivate deactivate when changesKeys() && isUnused(deactivate.oldKey()) -> {
        assertThat(policy.unusedDays()).isPositive();
        assertThat(notes.known()).isTrue();
        assertThat(user.evidence().ofOldKey(deactivate.oldKey()).orElseThrow())
            .isInstanceOf(LastUse.Never.class);
      }
      case Deactivate deactivate when changesKeys() -> {
        assertThat(notes.known()).isTrue();
        KeyId newKey = newestActiveBut(deactivate.oldKey());
        assertThat(user.key(newKey).orElseThrow())
            .matches(key -> key.olderThan(policy.deactivateDays(), TODAY));
        assertThat(notes.file(newKey).map(Notes.File::since).orElse(LocalDate.EPOCH))
            .as("the grace that Keyturn noted is over")
            .isBefore(TODAY.minusDays(policy.deactivateDays()));
        assertThat(
                seen(newKey).use() instanceof LastUse.At
                    || seen(newKey).file() == StoredFile.CREDENTIALS
                    || silent(deactivate.oldKey()))
            .as("the owner can have the new key, or the old one is not in use")
            .isTrue();
        assertThat(
                isMadeFor(newKey, deactivate.oldKey())
                    || (silent(deactivate.oldKey())
                        && user.key(deactivate.oldKey())
                            .orElseThrow()
                            .olderThan(policy.overdueDays(), TODAY)))
            .as("Keyturn made the new key, or the old one is overdue and not in use")
            .isTrue();
        assertThat(seen(newKey).use() instanceof LastUse.Never && notes.neverAnnounced(newKey))
            .as("no one uses the new key, and no mail can have announced it")
            .isFalse();
      }
      case Delete delete when changesKeys() -> {
        LocalDate since = notes.inactiveSince(delete.record().oldKey(), TODAY).orElseThrow();
        assertThat(notes.known()).isTrue();
        assertThat(ChronoUnit.DAYS.between(since, TODAY)).isGreaterThan(policy.deletionDays());
      }
      default -> {}
    }
  }

  /** Whether Keyturn has stored a key, and made it while there was no other beside the old one. */
  private boolean isMadeFor(KeyId newKey, KeyId old) {
    return user.evidence().notes().file(newKey).isPresent()
        && user.key(newKey).orElseThrow().created().isAfter(user.key(old).orElseThrow().created());
  }

  /** It is overdue, or an administrator ordered to replace it. */
  private boolean mayBeReplaced(AccessKey key) {
    return key.olderThan(policy.overdueDays(), TODAY) || isOrdered(key.id());
  }

  private boolean isOrdered(KeyId key) {
    return user.evidence().notes().order(key).isPresent();
  }

  /** Whether the notes justify to let a key go that has no successor. */
  private boolean isUnused(KeyId key) {
    Notes notes = user.evidence().notes();
    return user.record() instanceof None
        ? user.key(key).filter(old -> old.olderThan(policy.unusedDays(), TODAY)).isPresent()
            && notes
                .unusedSince(key, user.owner(), TODAY)
                .filter(since -> ChronoUnit.DAYS.between(since, TODAY) > policy.deactivateDays())
                .isPresent()
        : underWay().retires() && notes.isRetired(key);
  }

  private void holds(Reason.Hold reason) {
    assertThat(decision).isInstanceOf(Hold.class);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  /** A quiet user is not due, is within a waiting time, or is unmanaged. */
  private void nothing() {
    if (user.record() instanceof None) {
      boolean ageing =
          user.activeKeys().stream().anyMatch(key -> key.olderThan(policy.warningDays(), TODAY));
      assertThat(ageing && !(user.owner() instanceof Owner.None)).isFalse();
      return;
    }
    KeyId old = underWay().oldKey();
    if (!isUnused(old)) {
      anotherKeyIsActive(old);
    }
    if (active(old)) {
      long granted =
          user.evidence()
              .notes()
              .graceSince(newestActiveBut(old), TODAY)
              .map(since -> ChronoUnit.DAYS.between(since, TODAY))
              .orElse(Long.MAX_VALUE);
      assertThat(Math.min(granted, daysSinceRecord())).isLessThanOrEqualTo(policy.deactivateDays());
    } else {
      long seen =
          user.evidence()
              .notes()
              .inactiveSince(old, TODAY)
              .map(since -> ChronoUnit.DAYS.between(since, TODAY))
              .orElse(0L);
      assertThat(Math.min(seen, daysSinceRecord())).isLessThanOrEqualTo(policy.deletionDays());
    }
  }

  private void look(Look look) {
    told();
    switch (look.question()) {
      case Question.OfNewKey(KeyId key) -> {
        assertThat(user.evidence().ofNewKey(key)).isEmpty();
        assertThat(user.key(key)).isPresent();
        assertThat(key).isNotEqualTo(underWay().oldKey());
      }
      case Question.OfOldKey(KeyId key) when UnusedKeys.concerns(look) -> {
        assertThat(policy.unusedDays()).isPositive();
        assertThat(user.evidence().ofOldKey(key)).isEmpty();
        assertThat(active(key)).isTrue();
      }
      case Question.OfOldKey(KeyId key) -> {
        assertThat(
                policy.inUseGraceDays() > 0
                    || !isMadeFor(newestActiveBut(key), key)
                    || user.evidence()
                        .ofNewKey(newestActiveBut(key))
                        .map(seen -> seen.use() instanceof LastUse.Never)
                        .orElse(false))
            .isTrue();
        assertThat(user.evidence().ofOldKey(key)).isEmpty();
        assertThat(key).isEqualTo(underWay().oldKey());
      }
      case Question.OfAddress(EmailAddress address) -> {
        assertThat(user.evidence().ofAddress(address)).isEmpty();
        assertThat(user.owner()).isEqualTo(new Owner.At(address));
      }
      case Question.OfAccess _ -> {
        assertThat(user.evidence().access()).isEmpty();
        assertThat(user.record()).isInstanceOfAny(None.class, Rotating.class, Stored.class);
      }
    }
  }

  private void warn(Warn warn) {
    told();
    assertThat(user.record()).isInstanceOf(None.class);
    assertThat(warn.keys())
        .isNotEmpty()
        .isSubsetOf(user.keys())
        .allMatch(
            key ->
                key.active()
                    && (key.olderThan(policy.warningDays(), TODAY) || isOrdered(key.id())));
  }

  private void ownerCanFetch(Rotate rotate) {
    assertThat(
            user.evidence().access().isPresent()
                || user.evidence().notes().isCompromised(rotate.oldKey()))
        .isTrue();
    assertThat(user.evidence().access().orElse(new FileAccess.Granted()))
        .isNotInstanceOf(FileAccess.Refused.class);
  }

  private void rotate(Rotate rotate) {
    told();
    switch (rotate.stage()) {
      case Stage.Begin _ -> {
        assertThat(user.record()).isInstanceOf(None.class);
        assertThat(user.roomForRecord()).isTrue();
        ownerCanFetch(rotate);
        assertThat(user.keys()).singleElement().matches(key -> key.active() && mayBeReplaced(key));
      }
      case Stage.Make make -> {
        ownerCanFetch(rotate);
        assertThat(make.recorded()).isEqualTo(user.record());
        assertThat(user.keys()).extracting(AccessKey::id).containsExactly(rotate.oldKey());
        assertThat(active(rotate.oldKey())).isTrue();
      }
      case Stage.Replace replace -> {
        ownerCanFetch(rotate);
        lostForGood(replace);
      }
      case Stage.Announce announce -> {
        assertThat(user.record()).isInstanceOf(Rotating.class);
        another(announce.newKey());
        assertThat(seen(announce.newKey()).file()).isEqualTo(StoredFile.CREDENTIALS);
      }
      case Stage.Notify notify -> {
        another(notify.newKey());
        if (user.record() instanceof Stored) {
          assertThat(
                  seen(notify.newKey()).file().plausible()
                      || user.evidence().notes().file(notify.newKey()).isPresent())
              .as("there is a file to fetch, or Keyturn stored one")
              .isTrue();
        } else {
          toldBeforeShutOut(rotate.oldKey(), notify.newKey());
        }
      }
    }
  }

  /** The record says that the owner was told, and no mail about the new key was accepted. */
  private void toldBeforeShutOut(KeyId oldKey, KeyId newKey) {
    Notes notes = user.evidence().notes();
    assertThat(underWay()).isInstanceOfAny(Dated.class, Rotated.class, Deactivating.class);
    assertThat(notes.file(newKey).orElseThrow().accepted()).isFalse();
    if (!notes.isCompromised(oldKey)) {
      assertThat(notes.neverAnnounced(newKey)).isTrue();
      assertThat(seen(newKey).use()).isInstanceOf(LastUse.Never.class);
      assertThat(seen(newKey).file().plausible()).isTrue();
    }
    assertThat(active(oldKey) && active(newKey)).isTrue();
  }

  /** The one exception from promise 3: an orphan of Keyturn whose secret is lost. */
  private void lostForGood(Stage.Replace replace) {
    another(replace.orphan());
    assertThat(seen(replace.orphan()).use()).isInstanceOf(LastUse.Never.class);
    assertThat(seen(replace.orphan()).file())
        .isIn(StoredFile.ABSENT, StoredFile.CLAIM, StoredFile.OTHER);
    Optional<Notes.File> noted = user.evidence().notes().file(replace.orphan());
    assertThat(noted.map(Notes.File::announced).orElse(false)).isFalse();
    assertThat(active(replace.recorded().oldKey())).isTrue();
    if (!(user.record() instanceof Rotating recorded)) {
      assertThat(noted).as("Keyturn made it").isPresent();
      return;
    }
    assertThat(recorded).isEqualTo(replace.recorded());
    withinTwoMinutes(recorded.instant(), replace);
    if (noted.isEmpty()) {
      withinTwoMinutes(
          Optional.ofNullable(user.evidence().notes().creating().get(recorded.oldKey()))
              .orElseThrow()
              .instant(),
          replace);
    }
  }

  private void withinTwoMinutes(Instant instant, Stage.Replace replace) {
    Instant created = user.key(replace.orphan()).orElseThrow().created();
    assertThat(ChronoUnit.SECONDS.between(instant, created)).isBetween(-120L, 120L);
  }

  private void deactivate(Deactivate deactivate) {
    told();
    if (deactivate.reason() == Reason.Deactivate.STILL_UNUSED) {
      assertThat(user.record()).isInstanceOf(None.class);
      assertThat(user.roomForRecord()).isTrue();
      assertThat(active(deactivate.oldKey())).isTrue();
      assertThat(deactivate.from()).isEqualTo(DeactivationStep.DEACTIVATING);
      return;
    }
    assertThat(deactivate.oldKey()).isEqualTo(underWay().oldKey());
    assertThat(user.key(deactivate.oldKey())).isPresent();
    if (!isUnused(deactivate.oldKey())) {
      anotherKeyIsActive(deactivate.oldKey());
    }
    assertThat(active(deactivate.oldKey()))
        .isEqualTo(deactivate.from() == DeactivationStep.DEACTIVATING);
    if (deactivate.from() == DeactivationStep.NOTIFYING || underWay() instanceof Deactivating) {
      assertThat(underWay()).isInstanceOf(Deactivating.class);
      return;
    }
    assertThat(underWay()).isInstanceOfAny(Dated.class, Rotated.class);
    if (deactivate.from() == DeactivationStep.DEACTIVATING
        && deactivate.reason() != Reason.Deactivate.SHUT_OUT) {
      assertThat(daysSinceRecord()).isGreaterThan(policy.deactivateDays());
      KeyId newKey = newestActiveBut(deactivate.oldKey());
      if (daysSinceRecord() <= 2L * policy.deactivateDays()) {
        assertThat(
                seen(newKey).use() instanceof LastUse.At
                    || (seen(newKey).file().plausible() && silent(deactivate.oldKey())))
            .isTrue();
      }
      if (daysSinceRecord() <= (long) policy.deactivateDays() + policy.inUseGraceDays()) {
        assertThat(policy.inUseGraceDays() == 0 || silent(deactivate.oldKey())).isTrue();
      }
    }
  }

  private KeyId newestActiveBut(KeyId old) {
    return user.keysBut(old).stream().filter(AccessKey::active).toList().getLast().id();
  }

  /** Whether a look showed that it was not used for more than three days. */
  private boolean silent(KeyId key) {
    return user.evidence()
        .ofOldKey(key)
        .map(
            use ->
                switch (use) {
                  case LastUse.Never _ -> true;
                  case LastUse.At at -> at.time().isBefore(noon(3));
                })
        .orElse(false);
  }

  private void delete(Delete delete) {
    told();
    KeyId old = underWay().oldKey();
    assertThat(delete.record().oldKey()).isEqualTo(old);
    assertThat(delete.record().day()).isEqualTo(underWay().day());
    if (delete.from() == DeletionStep.NOTIFYING) {
      assertThat(underWay()).isInstanceOf(Deleting.class);
      assertThat(user.key(old)).isEmpty();
      return;
    }
    assertThat(user.key(old)).isPresent();
    assertThat(active(old)).isFalse();
    if (!isUnused(old)) {
      anotherKeyIsActive(old);
    }
    if (!(underWay() instanceof Deleting)) {
      assertThat(underWay()).isInstanceOfAny(Deactivated.class, Dated.class);
      assertThat(daysSinceRecord()).isGreaterThan(policy.deletionDays());
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

  private Finding.NewKey seen(KeyId key) {
    return user.evidence().ofNewKey(key).orElseThrow();
  }

  /** Nothing is done to the keys of users who are exempt, or who would not hear of it. */
  private void leavesInPeace() {
    boolean exempt =
        switch (user.exemption()) {
          case Exemption.None _ -> false;
          case Exemption.Until until -> !until.day().isBefore(TODAY);
          case Exemption.Unreadable _ -> true;
        };
    boolean deaf =
        user.owner() instanceof Owner.At at
            && user.evidence().ofAddress(at.address()).orElse(new Mailbox.Open())
                instanceof Mailbox.Suppressed;
    assertThat(exempt && changesKeys()).as("exempt").isFalse();
    boolean mustBeHeard =
        decision instanceof Rotate || (changesKeys() && !(decision instanceof Delete));
    assertThat(deaf && mustBeHeard).as("suppressed").isFalse();
  }

  private boolean changesKeys() {
    return switch (decision) {
      case Rotate rotate ->
          !(rotate.stage() instanceof Stage.Announce || rotate.stage() instanceof Stage.Notify);
      case Deactivate deactivate -> deactivate.from() == DeactivationStep.DEACTIVATING;
      case Delete delete -> delete.from() == DeletionStep.DELETING;
      default -> false;
    };
  }
}

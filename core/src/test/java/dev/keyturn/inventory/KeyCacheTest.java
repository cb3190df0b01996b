package dev.keyturn.inventory;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.inventory.KeyCache.Trust;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final Owner OWNER = new Owner.At(new EmailAddress("alice@corp.example"));
  private static final KeyId KEY = new KeyId("AKIA000000000001");

  private final Ledger ledger = Ledger.empty("123456789012");

  private static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  /** Alice, made some days ago, with a key of her age. */
  private static TaggedUser alice(int days, Owner owner, RotationRecord record) {
    return new TaggedUser(
        ALICE,
        ago(days),
        owner,
        record,
        true,
        new Exemption.None(),
        Thresholds.none(),
        Optional.empty());
  }

  private static TaggedUser alice(int days) {
    return alice(days, OWNER, new RotationRecord.None());
  }

  private static List<AccessKey> keys(int days) {
    return List.of(new AccessKey(KEY, KeyStatus.ACTIVE, ago(days)));
  }

  private KeyCache book(int days, boolean more, Trust trust) {
    ReportedKey key = new ReportedKey(true, ago(days), new LastUse.Never());
    return new KeyCache(
        Map.of(ALICE, new ReportedUser(ALICE, ago(days), List.of(key), more)),
        ledger,
        30,
        trust,
        NOW);
  }

  private KeyCache book(int days) {
    return book(days, false, Trust.FULL);
  }

  @Test
  void sparesTheLookAtAYoungUserWithAnAddressAlone() {
    assertThat(book(5).at(alice(5), TODAY)).isEqualTo(new CachedKeys.Quiet(Reason.Nothing.YOUNG));
    TaggedUser unreachable = alice(5, new Owner.Unreachable("nowhere"), new RotationRecord.None());
    assertThat(book(5).at(unreachable, TODAY)).isEqualTo(new CachedKeys.Unknown());
  }

  @Test
  void looksWhereAUserHasKeysThatTheReportHasNoRoomFor() {
    assertThat(book(5, true, Trust.FULL).at(alice(5), TODAY)).isEqualTo(new CachedKeys.Unknown());
  }

  @Test
  void looksAgainWhereAnotherRunHasActedAndSomethingMayBeDue() {
    book(45).learn(alice(45), keys(45));
    assertThat(book(45).at(alice(45), TODAY)).isInstanceOf(CachedKeys.Known.class);
    assertThat(book(45, false, Trust.WHERE_NOTHING_IS_DUE).at(alice(45), TODAY))
        .isEqualTo(new CachedKeys.Unknown());
  }

  @Test
  void remembersNoKeysFromWithinARotation() {
    book(45).learn(alice(45, OWNER, new RotationRecord.Dated(TODAY, KEY)), keys(45));
    assertThat(ledger.changed()).isFalse();
  }

  /** Made in this very second, its successor would be reported in the same words. */
  @Test
  void remembersNoKeyThatWasChangedInTheSecondInWhichItIsLookedAt() {
    for (Instant changed : List.of(NOW.minusSeconds(1), NOW)) {
      ReportedKey key = new ReportedKey(true, changed, new LastUse.Never());
      ReportedUser told = new ReportedUser(ALICE, ago(45), List.of(key), false);
      new KeyCache(Map.of(ALICE, told), ledger, 30, Trust.FULL, NOW.plusMillis(900))
          .learn(alice(45), keys(45));
      assertThat(ledger.keys(told).isPresent()).isEqualTo(changed.isBefore(NOW));
    }
  }

  @Test
  void answersNothingAboutUsersWhoseTagsOrQuarantineMatter() {
    TaggedUser plain = alice(5);
    assertThat(KeyCache.mayGainByTheReport(plain)).isTrue();
    assertThat(KeyCache.mayGainByTheReport(alice(5, OWNER, new RotationRecord.Dated(TODAY, KEY))))
        .isFalse();
    assertThat(
            KeyCache.mayGainByTheReport(
                with(new Exemption.Until(TODAY, "audit"), Optional.empty())))
        .isFalse();
    assertThat(
            KeyCache.mayGainByTheReport(
                with(new Exemption.None(), Optional.of(new Quarantine("arn")))))
        .isFalse();
  }

  private static TaggedUser with(Exemption exemption, Optional<Quarantine> quarantine) {
    return new TaggedUser(
        ALICE,
        ago(5),
        OWNER,
        new RotationRecord.None(),
        true,
        exemption,
        Thresholds.none(),
        quarantine);
  }

  @Test
  void passesOnWhatTheReportSays() {
    ReportedRoot root = new ReportedRoot(1, false);
    KeyCache cache =
        new KeyCache(
            new KeyCache.Reported(Map.of(), Optional.of(root)), ledger, 30, Trust.FULL, NOW);
    assertThat(cache.root()).contains(root);
    assertThat(book(45).reported()).containsOnlyKeys(ALICE);
  }
}

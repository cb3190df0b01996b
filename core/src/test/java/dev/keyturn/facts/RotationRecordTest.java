package dev.keyturn.facts;

import static dev.keyturn.policy.Given.OLD;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationRecordTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  private static final Instant INSTANT = Instant.parse("2026-11-22T09:08:00Z");

  private static RotationRecord read(String date) {
    return RotationRecord.read(Optional.of(date), Optional.of(OLD.value()));
  }

  @Test
  void isWrittenAsADateOrInstantAndAPhaseAndThePlainDateStandsForRotated() {
    assertThat(all().stream().map(UnderWay::dateTag))
        .containsExactly(
            "2026-11-22T09:08:00Z rotating",
            "2026-11-22T09:08:00Z stored",
            "2026-11-22",
            "2026-11-22 rotated",
            "2026-11-22 deactivating",
            "2026-11-22 deactivated",
            "2026-11-22 deleting");
  }

  @Test
  void readsBackWhatItWrites() {
    for (UnderWay record : all()) {
      assertThat(read(record.dateTag())).isEqualTo(record);
      assertThat(record.day()).isEqualTo(DAY);
    }
  }

  private static List<UnderWay> all() {
    return List.of(
        new Rotating(INSTANT, OLD),
        new Stored(INSTANT, OLD),
        new Dated(DAY, OLD),
        new Rotated(DAY, OLD),
        new Deactivating(DAY, OLD),
        new Deactivated(DAY, OLD),
        new Deleting(DAY, OLD));
  }

  @Test
  void isNoneWithoutEitherTag() {
    assertThat(RotationRecord.read(Optional.empty(), Optional.empty())).isEqualTo(new None());
  }

  @Test
  void isUnreadableWithOneTagAlone() {
    assertThat(RotationRecord.read(Optional.of("2026-11-22"), Optional.empty()))
        .isInstanceOf(Unreadable.class);
    assertThat(RotationRecord.read(Optional.empty(), Optional.of(OLD.value())))
        .isInstanceOf(Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "22.11.2026",
        "2026-11-31",
        "2026-13-01",
        "26-11-22",
        " 2026-11-22",
        "2026-11-22 ",
        "2026-11-22T09:08:00Z",
        "2026-11-22  rotated",
        "2026-11-22 Rotated",
        "2026-11-22 revolved",
        "2026-11-22 rotated twice",
        "2026-11-22 rotating",
        "2026-11-22T09:08:00Z rotated",
        "2026-11-22T09:08:00 rotating",
        "2026-11-22T09:08:00+01:00 rotating",
        "rotating",
        "+12026-11-22",
        "-2026-11-22 deleting",
        "+1000000000-12-31T23:59:59Z rotating",
        "-1000000000-01-01T00:00:00Z stored"
      })
  void isUnreadableWhereTheDateTagHoldsWhatNoRunWrites(String date) {
    assertThat(read(date)).isInstanceOf(Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AKIA",
        "AKIA 00000000000000000",
        "AKIA-000000000000000",
        "ÄKIA000000000000000"
      })
  void isUnreadableWhereTheOldKeyCannotBeOne(String oldKey) {
    assertThat(RotationRecord.read(Optional.of("2026-11-22"), Optional.of(oldKey)))
        .isInstanceOf(Unreadable.class);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThat(read("2026-02-30 rotated"))
        .isEqualTo(new Unreadable("'2026-02-30 rotated' holds no date"));
  }
}

package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.KeyStatus;
import org.junit.jupiter.api.Test;

/** The order of effects is the safety argument (design, section 4), so it is written out here. */
class OrderOfEffectsTest {
  private static final String BEGIN =
      """
      who am I
      check the bucket
      check the sender
      list users
      keys of alice
      """;

  @Test
  void aRotationRecordsThenMakesThenStoresThenRecordsThenTellsThenRecords() {
    Lab lab = Lab.rotationDue();
    assertThat(lab.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                keys of alice
                tags of alice
                tag alice: 2026-11-22T12:00:00Z rotating, AKIA000000000001
                create a key of alice
                store AKIA000000000002
                tag alice: 2026-11-22T12:00:01Z stored, AKIA000000000001
                last use of AKIA000000000001
                mail alice@corp.example: Replaced
                tag alice: 2026-11-22, AKIA000000000001
                """);
    assertThat(lab.standing())
        .isEqualTo(
            """
            old key, ACTIVE, without a file
            new key, ACTIVE, with its file
            tags {last-check-date=2026-11-22, last-check-old-key=AKIA000000000001}
            told [Replaced]
            """);
  }

  @Test
  void everyEffectIsToldAsItHappensAndByName() {
    Lab lab = Lab.rotationDue();
    lab.apply();
    assertThat(lab.events)
        .filteredOn(Event.Effect.class::isInstance)
        .extracting(event -> ((Event.Effect) event).what())
        .containsExactly(
            "recorded '2026-11-22T12:00:00Z rotating'",
            "made AKIA000000000002",
            "stored credential/alice/alice_AKIA000000000002.csv",
            "recorded '2026-11-22T12:00:01Z stored'",
            "mailed alice@corp.example",
            "recorded '2026-11-22'");
  }

  @Test
  void aDeactivationChecksThenRecordsThenSwitchesOffThenTellsThenRecords() {
    Lab lab = Lab.deactivationDue();
    assertThat(lab.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                last use of AKIA000000000002
                look for AKIA000000000002
                keys of alice
                tags of alice
                last use of AKIA000000000002
                look for AKIA000000000002
                tag alice: 2026-11-22 deactivating, AKIA000000000001
                deactivate AKIA000000000001
                last use of AKIA000000000001
                mail alice@corp.example: Deactivated
                tag alice: 2026-11-22 deactivated, AKIA000000000001
                """);
    assertThat(lab.standing())
        .isEqualTo(
            """
            old key, INACTIVE, without a file
            new key, ACTIVE, without a file
            tags {last-check-date=2026-11-22 deactivated, last-check-old-key=AKIA000000000001}
            told [Deactivated]
            """);
  }

  @Test
  void aDeletionChecksThenRecordsThenDeletesThenTellsThenForgets() {
    Lab lab = Lab.deletionDue();
    assertThat(lab.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                keys of alice
                tags of alice
                tag alice: 2026-11-14 deleting, AKIA000000000001
                delete AKIA000000000001
                mail alice@corp.example: Deleted
                untag alice
                """);
    assertThat(lab.standing())
        .isEqualTo(
            """
            new key, ACTIVE, without a file
            tags {}
            told [Deleted]
            """);
  }

  @Test
  void aWarningTakesTwoCallsAndTheMail() {
    Lab lab = new Lab().alice();
    lab.key(Lab.ALICE, KeyStatus.ACTIVE, 31);
    assertThat(lab.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                keys of alice
                last use of AKIA000000000001
                mail alice@corp.example: Warned
                """);
  }
}

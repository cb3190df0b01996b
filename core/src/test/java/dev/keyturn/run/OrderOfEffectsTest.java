package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.state.AuditText;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The order of effects is the safety argument (design, section 4), so it is written out here. */
class OrderOfEffectsTest {
  private static final String BEGIN =
      """
      who am I
      check the bucket
      check the sender
      read the notes
      ask for the report
      list users
      """;

  /** Her keys have not been read before. */
  private static final String LOOK =
      """
      read the report
      read the ledger
      keys of alice
      """;

  @Test
  void aRotationRecordsThenMakesThenStoresThenRecordsThenTellsThenRecords() {
    AccountFixture account = AccountFixture.rotationDue();
    assertThat(account.apply().calls())
        .isEqualTo(
            BEGIN
                + LOOK
                + """
                suppression of alice@corp.example
                access of alice
                sending quota
                may I act
                read the lease
                write the lease
                write the ledger
                write the audit trail
                keys of alice
                tags of alice
                tag alice: 2026-11-22T12:00:01Z rotating, AKIA000000000001
                write the notes
                create a key of alice
                write the notes
                store AKIA000000000002
                tag alice: 2026-11-22T12:00:02Z stored, AKIA000000000001
                last use of AKIA000000000001
                write the notes
                write the audit trail
                mail alice@corp.example: Replaced
                tag alice: 2026-11-22, AKIA000000000001
                write the audit trail
                write the lease
                """);
    assertThat(account.standing())
        .isEqualTo(
            """
            old key, ACTIVE, without a file
            new key, ACTIVE, with its file
            tags {last-check-date=2026-11-22, last-check-old-key=AKIA000000000001}
            told [Replaced]
            """);
  }

  @Test
  void aKeyThatWasJustMadeIsToldAsNeverUsed() {
    AccountFixture account = AccountFixture.rotationDue().used(new KeyId("AKIA000000000001"));
    account.apply();
    assertThat(account.aws.mails)
        .singleElement()
        .satisfies(mail -> assertThat(mail.text()).contains("newKeyUse=Known[use=Never[]]"));
  }

  @Test
  void everyEffectIsToldAsItHappensAndByName() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    assertThat(account.events)
        .filteredOn(Event.Audited.class::isInstance)
        .extracting(event -> ((Event.Audited) event).line())
        .extracting(
            line ->
                "%s %s %s %s"
                    .formatted(
                        AuditText.word(line.result()),
                        line.effect().word(),
                        line.key(),
                        line.object()))
        .containsExactly(
            "begun begin AKIA000000000001 rotate",
            "done record AKIA000000000001 2026-11-22T12:00:01Z rotating",
            "done create key AKIA000000000002 ",
            "done store file AKIA000000000002 credential/alice/alice_AKIA000000000002.csv",
            "done record AKIA000000000001 2026-11-22T12:00:02Z stored",
            "done send mail  alice@corp.example",
            "done record AKIA000000000001 2026-11-22");
  }

  @Test
  void aDeactivationChecksThenRecordsThenSwitchesOffThenTellsThenRecords() {
    AccountFixture account = AccountFixture.deactivationDue();
    assertThat(account.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                keys of alice
                last use of AKIA000000000002
                look for AKIA000000000002
                suppression of alice@corp.example
                sending quota
                may I act
                read the lease
                write the lease
                write the audit trail
                keys of alice
                tags of alice
                last use of AKIA000000000002
                look for AKIA000000000002
                tag alice: 2026-11-22 deactivating, AKIA000000000001
                deactivate AKIA000000000001
                last use of AKIA000000000001
                write the audit trail
                mail alice@corp.example: Deactivated
                tag alice: 2026-11-22 deactivated, AKIA000000000001
                write the notes
                write the audit trail
                write the lease
                """);
    assertThat(account.standing())
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
    AccountFixture account = AccountFixture.deletionDue();
    assertThat(account.apply().calls())
        .isEqualTo(
            BEGIN
                + """
                keys of alice
                sending quota
                may I act
                read the lease
                write the lease
                write the audit trail
                keys of alice
                tags of alice
                tag alice: 2026-11-14 deleting, AKIA000000000001
                delete AKIA000000000001
                write the audit trail
                mail alice@corp.example: Deleted
                untag alice
                write the audit trail
                write the lease
                """);
    assertThat(account.standing())
        .isEqualTo(
            """
            new key, ACTIVE, without a file
            tags {}
            told [Deleted]
            """);
  }

  @Test
  void aWarningTakesALookAtTheKeysAndTheMailBesideWhatEveryRunThatActsTakes() {
    AccountFixture account = new AccountFixture().alice();
    account.key(AccountFixture.ALICE, KeyStatus.ACTIVE, 31);
    account.apply();
    assertThat(account.later(Duration.ofDays(1)).apply().calls())
        .isEqualTo(
            BEGIN
                + """
                read the report
                read the ledger
                read the reminders
                sending quota
                may I act
                read the lease
                write the lease
                keys of alice
                mail alice@corp.example: Warned
                write the reminders
                write the audit trail
                write the lease
                """);
  }
}

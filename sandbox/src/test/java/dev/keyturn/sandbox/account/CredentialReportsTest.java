package dev.keyturn.sandbox.account;

import static dev.keyturn.sandbox.account.AccountFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CredentialReportsTest {
  private final AccountFixture fixture = new AccountFixture();
  private final CredentialReports reports = fixture.account.reports();

  @Test
  void aReportIsStartedThenInProgressThenComplete() {
    reports.takes(Duration.ofSeconds(2));
    assertRefused("ReportNotPresent", 410, reports::get);
    assertThat(reports.generate()).isEqualTo(CredentialReports.State.STARTED);
    assertThat(reports.generate()).isEqualTo(CredentialReports.State.INPROGRESS);
    assertRefused("ReportInProgress", 404, reports::get);
    fixture.clock.advance(Duration.ofSeconds(2));
    assertThat(reports.generate()).isEqualTo(CredentialReports.State.COMPLETE);
    assertThat(reports.get().generated()).isEqualTo(AccountFixture.NOON);
  }

  @Test
  void aReportIsReturnedForFourHoursDespiteChanges() {
    reports.generate();
    fixture.clock.advance(CredentialReports.LIFE);
    fixture.account.users().create("bob", "/", List.of());
    assertThat(reports.generate()).isEqualTo(CredentialReports.State.COMPLETE);
    assertThat(reports.get().csv()).doesNotContain("bob");

    fixture.clock.advance(Duration.ofSeconds(1));
    assertRefused("ReportExpired", 410, reports::get);
    assertThat(reports.generate()).isEqualTo(CredentialReports.State.STARTED);
    fixture.clock.advance(Duration.ofSeconds(2));
    assertThat(reports.get().csv()).contains("bob");
  }

  @Test
  void aUserNameWithACommaIsOneCell() {
    fixture.account.users().create("a,b", "/", List.of());
    reports.generate();
    fixture.clock.advance(Duration.ofSeconds(2));
    assertThat(reports.get().csv())
        .contains("\n\"a,b\",\"arn:aws:iam::123456789012:user/a,b\",2026-11-22T12:00:00Z,false,");
  }

  @Test
  void lastRotatedMovesWhenAKeyIsActivatedOnlyAndMissingValuesAreMarked() {
    AccessKeys keys = fixture.account.keys();
    AccessKey first = keys.create("alice");
    fixture.account.recordUse(first.id(), "eu-west-1", "s3");
    AccessKey second = keys.create("alice");
    fixture.account.recordUse(second.id(), "eu-west-1", "ses");
    fixture.clock.advance(Duration.ofDays(1));
    keys.update("alice", first.id(), AccessKey.Status.INACTIVE);
    keys.update("alice", first.id(), AccessKey.Status.ACTIVE);
    keys.update("alice", second.id(), AccessKey.Status.INACTIVE);
    reports.generate();
    fixture.clock.advance(Duration.ofSeconds(2));

    assertThat(reports.get().csv().lines().skip(1))
        .containsExactly(
            "<root_account>,arn:aws:iam::123456789012:root,2026-11-22T12:00:00Z,not_supported,no_information,"
                + "not_supported,not_supported,false,true,2026-11-22T12:00:00Z,N/A,N/A,N/A,"
                + "false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            "alice,arn:aws:iam::123456789012:user/alice,2026-11-22T12:00:00Z,false,N/A,N/A,N/A,false,"
                + "true,2026-11-23T12:00:00Z,2026-11-22T12:00:00Z,N/A,s3,"
                + "false,2026-11-22T12:00:00Z,2026-11-22T12:00:00Z,eu-west-1,ses,false,N/A,false,N/A");
    assertThat(reports.get().csv().lines().map(line -> line.split(",", -1).length))
        .containsOnly(22);
  }
}

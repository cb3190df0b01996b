package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.AccountId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JSON of a run says which run; that of a plan has no such members. */
class OrganizationFormsTest {
  private static final OrganizationReport REPORT =
      new OrganizationReport(
          "keyturn-prod",
          "o-exampleorgid",
          LocalDate.of(2026, 11, 26),
          List.of(
              AccountResult.of(
                  new AccountId("111122223333"), "web", AccountState.DENIED, "AWS says no")));

  private static String json(Mode mode, Optional<String> stopped, Optional<String> page) {
    return OrganizationForms.json(REPORT, new OrganizationRun("day-1", mode, stopped, page));
  }

  @Test
  void aPlanNamesNoExecution() {
    assertThat(OrganizationForms.json(REPORT))
        .contains("\"mode\": \"plan\"", "\"denied\": 1", "\"detail\": \"AWS says no\"")
        .doesNotContain("execution", "stopped", "page");
  }

  @Test
  void aRunNamesItsExecutionAndItsPage() {
    assertThat(json(Mode.APPLY, Optional.empty(), Optional.of("org/runs/day-1/report.html")))
        .contains("\"mode\": \"apply\"", "\"execution\": \"day-1\"", "\"stopped\": null")
        .contains("\"page\": \"org/runs/day-1/report.html\"");
  }

  @Test
  void aRunThatStoppedSaysWhy() {
    assertThat(json(Mode.PLAN, Optional.of("DRY_RUN"), Optional.empty()))
        .contains("\"mode\": \"plan\"", "\"stopped\": \"DRY_RUN\"", "\"page\": null");
  }
}

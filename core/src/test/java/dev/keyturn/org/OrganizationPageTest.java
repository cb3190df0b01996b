package dev.keyturn.org;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.org.AccountResult.Counts;
import dev.keyturn.policy.Verb;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrganizationPageTest {
  private static final int MANY = 10_000;
  private static final int MOST_BYTES = 5 * 1024 * 1024;

  private static AccountResult acted(int number) {
    return new AccountResult(
        new AccountId("%012d".formatted(number)),
        "team-" + number,
        AccountState.ACTED,
        "",
        new Counts(12, 10, Map.of(Verb.WARN, 2, Verb.ROTATE, 1), 1, 0));
  }

  private static AccountResult denied(int number, String why) {
    return AccountResult.of(
        new AccountId("%012d".formatted(number)), "legacy", AccountState.DENIED, why);
  }

  private static String page(Mode mode, Optional<String> stopped, AccountResult... accounts) {
    return OrganizationPage.of(report(List.of(accounts)), mode, stopped);
  }

  private static OrganizationReport report(List<AccountResult> accounts) {
    return new OrganizationReport(
        "keyturn", "o-exampleorgid", LocalDate.of(2026, 11, 26), accounts);
  }

  @Test
  void beginsWithTheVerdict() {
    assertThat(page(Mode.APPLY, Optional.empty(), acted(1), denied(2, "no")))
        .contains("1 of 2 accounts needs a person.", "This is what was done.");
    assertThat(page(Mode.PLAN, Optional.empty(), acted(1)))
        .contains("0 of 1 account need a person.", "Nothing was changed")
        .contains("No account failed, denied access or was lost.");
  }

  @Test
  void saysFirstWhyTheRunStopped() {
    assertThat(page(Mode.APPLY, Optional.of("Too few accounts were reached."), acted(1)))
        .contains("The run stopped. Too few accounts were reached. 0 of 1 account");
  }

  @Test
  void aRemarkOnAllAccountsIsOnThePageAndInTheDigest() {
    OrganizationReport plain = report(List.of(acted(1)));
    OrganizationReport report =
        new OrganizationReport(
            plain.name(),
            plain.id(),
            plain.date(),
            plain.accounts(),
            Optional.of("The canary ring is empty."));
    assertThat(OrganizationPage.of(report, Mode.APPLY, Optional.empty()))
        .contains("The canary ring is empty. 0 of 1 account");
    assertThat(
            OrganizationDigest.of(
                    new EmailAddress("admin@corp.example"),
                    report,
                    Optional.empty(),
                    Optional.empty())
                .text())
        .startsWith("The canary ring is empty.\n");
  }

  @Test
  void listsAccountsThatNeedAPersonFirst() {
    String page = page(Mode.APPLY, Optional.empty(), acted(1), denied(2, "no session"));
    assertThat(page.indexOf("000000000002")).isLessThan(page.indexOf("000000000001"));
    assertThat(page).contains("no session", "warn 2", "rotate 1", "left 1");
  }

  @Test
  void saysWhyAnAccountIsBadOnce() {
    String page = page(Mode.APPLY, Optional.empty(), acted(1), denied(2, "no session"));
    assertThat(page.split("no session", -1)).hasSize(2);
    assertThat(page.split("000000000002", -1)).hasSize(3);
  }

  @Test
  void namesAndAnswersOfAwsAreText() {
    AccountResult named =
        AccountResult.of(
            new AccountId("000000000001"),
            "<b>team</b>",
            AccountState.FAILED,
            "<script>x</script>");
    assertThat(page(Mode.APPLY, Optional.empty(), named))
        .doesNotContain("<b>team", "<script>x")
        .contains("&lt;b&gt;team", "&lt;script&gt;x");
  }

  @Test
  void tenThousandAccountsFitIntoFiveMegabytes() {
    List<AccountResult> accounts = IntStream.range(0, MANY).mapToObj(n -> acted(n)).toList();
    String page = OrganizationPage.of(report(accounts), Mode.APPLY, Optional.empty());
    assertThat(page.getBytes(UTF_8).length).isLessThan(MOST_BYTES);
  }
}

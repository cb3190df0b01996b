package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.DoctorJson;
import dev.keyturn.cli.output.OrganizationDoctorText;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.MemberDiagnosis;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.facts.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The accounts of {@code keyturn doctor --org}, as a table and as JSON. */
class OrganizationDoctorOutputTest {
  private static final OrganizationDiagnosis ACCOUNTS =
      new OrganizationDiagnosis(
          "o-exampleorgid",
          List.of(
              MemberDiagnosis.leftOut(new AccountId("333344445555"), "archive", "CLOSED"),
              new MemberDiagnosis(
                  new AccountId("222233334444"),
                  "search\u001b[2J",
                  "",
                  List.of(
                      ok(Section.CREDENTIALS, "identity"),
                      new Finding(
                          Section.PERMISSIONS,
                          "iam:TagUser",
                          Severity.ERROR,
                          "it is missing",
                          List.of(
                              new Fix.Advice("Allow it:"),
                              new Fix.Command("aws iam put-role-policy"))))),
              new MemberDiagnosis(
                  new AccountId("111122223333"),
                  "payments",
                  "",
                  List.of(ok(Section.CREDENTIALS, "identity"), ok(Section.OWNERS, "own")))),
          Optional.of("The canary ring is empty."));

  private static Finding ok(Section section, String point) {
    return new Finding(section, point, Severity.OK, "fine", List.of());
  }

  @Test
  void theTableHasALineForEachAccountAndWhatIsNotOkBelowIt() {
    assertThat(new OrganizationDoctorText(ACCOUNTS, false, false).text())
        .isEqualTo(
            """
            ACCOUNTS of organization o-exampleorgid
              ACCOUNT       NAME             SESSION   PERMISSIONS  OWNERS
              111122223333  payments         ok        -            ok
              222233334444  search\\u001b[2J  ok        error        -
                error  permissions.iam:TagUser: it is missing
                  Allow it:
                  $ aws iam put-role-policy
              333344445555  archive          left out  -            -
                CLOSED

            3 accounts: ok 1, warning 0, error 1, left out 1. Nothing was changed.
            """);
  }

  @Test
  void allPointsAreShownWhereThatIsAskedFor() {
    assertThat(new OrganizationDoctorText(ACCOUNTS, true, false).text())
        .contains("    ok  owners.own: fine\n");
  }

  @Test
  void itIsColouredOnATerminal() {
    assertThat(new OrganizationDoctorText(ACCOUNTS, false, true).text())
        .contains("\u001b[31merror")
        .contains("\u001b[32mok");
  }

  @Test
  void theJsonHasTheFindingsOfTheHubAndOfEachAccount() {
    Diagnosis hub =
        new Diagnosis("keyturn-prod", "999999999999", "arn", List.of(ok(Section.BUCKET, "tls")));
    assertThat(DoctorJson.of(hub, ACCOUNTS).replaceAll("\\s+", ""))
        .isEqualTo(
            """
            {"name":"keyturn-prod","account":"999999999999","caller":"arn",
            "summary":{"ok":1,"warnings":0,"errors":0},
            "findings":[{"id":"bucket.tls","severity":"ok","found":"fine","fixes":[]}],
            "organization":"o-exampleorgid",
            "accountSummary":{"ok":1,"warning":0,"error":1,"leftOut":1},
            "accounts":[
            {"account":"111122223333","name":"payments","leftOut":null,"findings":[
            {"id":"credentials.identity","severity":"ok","found":"fine","fixes":[]},
            {"id":"owners.own","severity":"ok","found":"fine","fixes":[]}]},
            {"account":"222233334444","name":"search\\u001B[2J","leftOut":null,"findings":[
            {"id":"credentials.identity","severity":"ok","found":"fine","fixes":[]},
            {"id":"permissions.iam:TagUser","severity":"error","found":"itismissing",
            "fixes":[{"advice":"Allowit:"},{"command":"awsiamput-role-policy"}]}]},
            {"account":"333344445555","name":"archive","leftOut":"CLOSED","findings":[]}]}
            """
                .replaceAll("\\s+", ""));
  }

  @Test
  void anEmptyCanaryRingIsAWarningAmongTheFindingsOfTheHub() {
    Diagnosis hub =
        new Diagnosis("keyturn-prod", "999999999999", "arn", List.of(ok(Section.BUCKET, "tls")));
    Diagnosis all = ACCOUNTS.with(hub);
    assertThat(all.findings())
        .extracting(Finding::id)
        .containsExactly("settings.canary", "bucket.tls");
    assertThat(all.count(Severity.WARNING)).isEqualTo(1);
    assertThat(all.findings().getFirst().found()).isEqualTo("The canary ring is empty.");
    assertThat(new OrganizationDiagnosis("o", List.of(), Optional.empty()).with(hub))
        .isEqualTo(hub);
  }

  @Test
  void withoutAnOrganizationItIsRefused() {
    CommandFixture fixture = new CommandFixture(Map.of());
    assertThat(fixture.keyturn("doctor", "--org")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.out()).isEmpty();
    assertThat(fixture.err()).contains("--org needs ORG_ID");
  }
}

package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.KeysCsv;
import dev.keyturn.report.SecurityFindings;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A report as lines for a spreadsheet, and as findings for Security Hub. */
class ReportFormsTest {
  private static final Pattern ID = Pattern.compile("\"Id\":\"(keyturn/[^\"]+)\"");

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T10:15:30Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Staff staff = new Staff(account, clock);
  private final Run run = Given.run(account, clock, "eu-central-1");

  @BeforeEach
  void hire() {
    NewKey used =
        new NewKey(
            staff.ago(61),
            AccessKey.Status.ACTIVE,
            new LastUse.At(staff.ago(2), "eu-central-1", "ec2"));
    staff.hire("alice", "alice@corp.example", List.of(used));
    staff.hire("robot", "", List.of(staff.key(95)));
    staff.hire("young", "young@corp.example", List.of(staff.key(1)));
  }

  private AccountView view() throws CannotBegin {
    Plan plan = run.plan(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    return AccountView.of(plan, run.report(plan));
  }

  @Test
  void theLinesHoldEachActiveKeyOnce() throws CannotBegin {
    List<String> lines = KeysCsv.of(view()).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            "account,date,user,key,ageDays,ageAtLeast,lastUsedDaysAgo,lastUsedService,lastUsedRegion,lookedAfter,"
                + "olderThan90Days,unusedFor45Days,secondActiveKey,inGrace,exemptUntil,decision,reason,"
                + "alternativeRule,alternative");
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1))
        .isEqualTo(
            "123456789012,2026-11-22,robot,,95,true,never,,,false,true,true,false,false,,,,UNUSED,none:"
                + " delete the key");
    assertThat(lines.get(2))
        .matches(
            "123456789012,2026-11-22,alice,AKIA\\w{16},61,false,2,ec2,eu-central-1,true,false,false,false,false,,rotate,OVERDUE,PROGRAM,\"role,"
                + " or IAM Roles Anywhere outside of AWS\"");
    assertThat(lines.get(3)).startsWith("123456789012,2026-11-22,young,");
  }

  @Test
  void eachFailureIsAFindingWithAllThatSecurityHubDemands() throws CannotBegin {
    String json = SecurityFindings.of(view());
    List<String> findings =
        json.lines().filter(line -> line.contains("\"SchemaVersion\"")).toList();
    assertThat(findings).hasSize(4);
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding)
                    .contains(
                        "\"SchemaVersion\":\"2018-10-08\"",
                        "\"ProductArn\":\"arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default\"",
                        "\"AwsAccountId\":\"123456789012\"",
                        "\"GeneratorId\":\"keyturn/",
                        "\"Compliance\":{\"Status\":\"FAILED\"",
                        "\"RecordState\":\"ACTIVE\"")
                    .containsPattern("\"CreatedAt\":\"2026-11-22T\\d\\d:\\d\\d:\\d\\dZ\"")
                    .containsPattern("\"Severity\":\\{\"Label\":\"(MEDIUM|CRITICAL)\"}")
                    .containsPattern("\"Resources\":\\[\\{\"Type\":\"\\w+\",\"Id\":\"[^\"]+\""));
    assertThat(findings.getFirst())
        .contains(
            "\"Id\":\"keyturn/old/123456789012/robot\"",
            "\"Type\":\"AwsIamUser\",\"Id\":\"arn:aws:iam::123456789012:user/robot\"",
            "\"CIS AWS Foundations Benchmark v3.0.0/1.14\"",
            "\"CIS AWS Foundations Benchmark v7.0.0/2.12\"");
    assertThat(json).startsWith("[").endsWith("]\n");
  }

  @Test
  void keysThatWereNotReadAreOneFindingForTheirUser() throws CannotBegin {
    staff.hire("both", "", List.of(staff.key(400), staff.key(300)));
    List<String> ids = ids();
    assertThat(ids)
        .contains("keyturn/old/123456789012/both", "keyturn/several/123456789012/both")
        .doesNotHaveDuplicates();
  }

  @Test
  void aFindingAboutTheRootUserSaysWhatIsWrong() throws CannotBegin {
    String json = SecurityFindings.of(view());
    assertThat(json)
        .contains(
            "\"Description\":\"The root user has an active access key.\"",
            "\"Description\":\"The root user has no second factor (MFA).\"")
        .doesNotContain("This is not so");
  }

  @Test
  void theSameFailureHasTheSameIdInEveryReport() throws CannotBegin {
    assertThat(ids()).isEqualTo(ids()).doesNotHaveDuplicates().hasSize(4);
  }

  private List<String> ids() throws CannotBegin {
    return ID.matcher(SecurityFindings.of(view())).results().map(hit -> hit.group(1)).toList();
  }
}

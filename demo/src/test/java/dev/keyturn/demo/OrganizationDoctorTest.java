package dev.keyturn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Aws;
import dev.keyturn.cli.org.OrganizationDoctor;
import dev.keyturn.cli.org.OrganizationHub;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.MemberDiagnosis;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.org.Hub;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.settings.Organization;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code keyturn doctor --org} in the accounts of the sandbox's organization. */
final class OrganizationDoctorTest {
  private static final int ACCOUNTS = 10;
  private static final String ROLE = "keyturn-member-prod";

  private static final InstantSource MORNING =
      InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

  private final List<Integer> progress = new ArrayList<>();
  private DemoOrganization place;
  private Aws hub;

  @BeforeEach
  void anOrganization() throws Exception {
    place = DemoOrganization.open(0, ACCOUNTS, MORNING);
    hub = Aws.connect(place.settings(), runtime(), place.standIn());
  }

  @AfterEach
  void close() {
    hub.close();
    place.close();
  }

  private static RuntimeEnvironment runtime() {
    return new RuntimeEnvironment(MORNING, _ -> {}, new Random(7), Runnable::run);
  }

  private final class Counted implements OrganizationPlan.Progress {
    @Override
    public void enrolled(int accounts) {
      progress.add(accounts);
    }

    @Override
    public IntConsumer surveyed(int accounts) {
      return progress::add;
    }
  }

  private OrganizationDiagnosis diagnosis() throws CannotBegin {
    Organization.Of organization = (Organization.Of) place.settings().options().organization();
    return new OrganizationDoctor(
            new OrganizationHub(
                place.settings(), organization, hub, runtime(), new Hub(hub.ports())),
            place.variables())
        .examine(new Counted());
  }

  private MemberDiagnosis of(String account) throws CannotBegin {
    return diagnosis().accounts().stream()
        .filter(found -> found.account().value().equals(account))
        .findFirst()
        .orElseThrow();
  }

  private MemberDiagnosis named(String name) throws CannotBegin {
    return diagnosis().accounts().stream()
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Account payments() {
    return place.sandbox().accounts().get(place.crashing().value());
  }

  /** The only point of an account that is not ok. */
  private static Finding complaint(MemberDiagnosis account) {
    List<Finding> found =
        account.findings().stream().filter(one -> one.severity() != Severity.OK).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String advice(Finding finding) {
    return finding.fixes().stream().map(Fix::text).collect(Collectors.joining("\n"));
  }

  @Test
  void everyAccountIsExaminedAndAHealthyOneIsOkAtEveryPoint() throws CannotBegin {
    MemberDiagnosis payments = of(place.crashing().value());
    assertThat(payments.severity()).isEqualTo(Severity.OK);
    assertThat(payments.findings())
        .extracting(Finding::id)
        .contains(
            "credentials.identity",
            "permissions.iam:CreateAccessKey",
            "permissions.iam:SimulatePrincipalPolicy:users",
            "owners.group",
            "owners.own")
        .noneMatch(id -> id.contains("s3:") || id.contains("ses:") || id.contains("logs:"));
    assertThat(progress).startsWith(ACCOUNTS - 1).hasSize(ACCOUNTS).endsWith(ACCOUNTS - 1);
  }

  @Test
  void aDeniedSessionIsAnErrorWithTheCommandThatDeploysTheRole() throws CannotBegin {
    OrganizationDiagnosis all = diagnosis();
    assertThat(all.count(Severity.ERROR)).isEqualTo(1);
    Finding found = complaint(of(place.denying().value()));
    assertThat(found.id()).isEqualTo("credentials.identity");
    assertThat(found.found()).contains("is not authorized to perform: sts:AssumeRole");
    assertThat(advice(found))
        .contains("Deploy deploy/member.yaml to account " + place.denying())
        .contains("aws cloudformation create-stack-instances")
        .contains("Accounts=" + place.denying() + ",AccountFilterType=INTERSECTION");
  }

  @Test
  void accountsThatAreNotWorkedOnAreLeftOut() throws CannotBegin {
    assertThat(diagnosis().leftOut()).isEqualTo(2);
    assertThat(named("archive").leftOut()).isEqualTo("CLOSED");
    assertThat(named("management").leftOut())
        .isEqualTo("the management account, where the role keyturn-member-prod cannot be assumed");
  }

  @Test
  void aNewAccountThatHasNoRoleYetIsAWarning() throws CannotBegin {
    String young = place.sandbox().accounts().createMember("newcomer", Optional.empty());
    Finding found = complaint(of(young));
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.found()).contains("joined less than a day ago");
  }

  @Test
  void aPermissionThatTheRoleLacksIsAnErrorWithThePolicyThatAllowsIt() throws CannotBegin {
    String less = MemberPolicies.MEMBER.replace("\"iam:CreateAccessKey\", ", "");
    payments().roles().putPolicy(ROLE, "keyturn", less);
    Finding found = complaint(of(place.crashing().value()));
    assertThat(found.id()).isEqualTo("permissions.iam:CreateAccessKey");
    assertThat(found.severity()).isEqualTo(Severity.ERROR);
    assertThat(advice(found))
        .contains("deploy/member.yaml", "with credentials of that account")
        .contains("aws iam put-role-policy --role-name keyturn-member-prod")
        .contains("iam:CreateAccessKey");
  }

  @Test
  void aRoleThatMayNotAskTheSimulatorIsAWarning() throws CannotBegin {
    String less = MemberPolicies.MEMBER.replaceAll(",\\s+\"iam:SimulatePrincipalPolicy\"", "");
    assertThat(less).isNotEqualTo(MemberPolicies.MEMBER);
    payments().roles().putPolicy(ROLE, "keyturn", less);
    assertThat(of(place.crashing().value()).findings())
        .filteredOn(found -> found.id().equals("permissions.all"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.severity()).isEqualTo(Severity.WARNING);
              assertThat(found.found()).contains("iam:SimulatePrincipalPolicy");
            });
  }

  @Test
  void usersThatCannotBeReadAreAWarningAndTheRestIsStillChecked() throws CannotBegin {
    String less = MemberPolicies.MEMBER.replace("\"iam:GetAccountAuthorizationDetails\", ", "");
    payments().roles().putPolicy(ROLE, "keyturn", less);
    MemberDiagnosis account = of(place.crashing().value());
    assertThat(account.findings())
        .filteredOn(found -> found.severity() != Severity.OK)
        .extracting(found -> found.severity() + " " + found.id())
        .containsExactlyInAnyOrder(
            "WARNING users.listed", "ERROR permissions.iam:GetAccountAuthorizationDetails");
  }

  @Test
  void aGroupForFilesOfOneAccountDoesNotLetOwnersReadThoseInTheHub() throws CannotBegin {
    payments()
        .policies()
        .putGroupPolicy(
            Company.OWNERS, "fetch-own-key", Company.ownersPolicy("credential/${aws:username}/"));
    List<Finding> found =
        of(place.crashing().value()).findings().stream()
            .filter(one -> one.severity() != Severity.OK)
            .toList();
    assertThat(found).extracting(Finding::id).containsExactly("owners.group", "owners.own");
    assertThat(advice(found.getFirst()))
        .contains("deploy/member.yaml creates one")
        .contains("org/credential/" + place.crashing() + "/${aws:username}/");
  }

  @Test
  void anOwnerOutsideOfTheGroupIsNamed() throws CannotBegin {
    payments().groups().remove("alice", Company.OWNERS);
    Finding found = complaint(of(place.crashing().value()));
    assertThat(found.id()).isEqualTo("owners.own");
    assertThat(found.found()).contains("alice");
    assertThat(advice(found))
        .contains(
            "aws iam add-user-to-group --group-name " + Company.OWNERS + " --user-name alice");
  }

  @Test
  void sessionsCanOnlyReadAndNothingIsWritten() throws CannotBegin {
    place.sandbox().calls().clear();
    diagnosis();
    List<CallLog.Entry> calls = place.sandbox().calls().entries();
    assertThat(calls)
        .filteredOn(call -> call.action().equals("AssumeRole"))
        .isNotEmpty()
        .allSatisfy(
            call ->
                assertThat(call.parameters())
                    .containsEntry(
                        "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
    assertThat(calls)
        .map(CallLog.Entry::action)
        .allMatch(
            action ->
                action.matches("(Get|List|Describe|Simulate).*") || action.equals("AssumeRole"));
  }

  /** A healthy account with one kind of owners. */
  @Test
  void anAccountTakesAtMostEightCalls() throws CannotBegin {
    place.sandbox().calls().clear();
    diagnosis();
    assertThat(place.sandbox().calls().entries())
        .filteredOn(call -> call.account().equals(place.crashing().value()))
        .hasSizeLessThanOrEqualTo(8);
  }
}

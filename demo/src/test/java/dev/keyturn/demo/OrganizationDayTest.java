package dev.keyturn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.objects.StoredObject;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code keyturn plan --org}, and what follows it, against the sandbox's organization. */
@Sampled(parts = 4)
final class OrganizationDayTest {
  private static final int ACCOUNTS = 22;

  private static final InstantSource MORNING =
      InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

  private DemoOrganization place;
  private Aws hub;
  private OrganizationDay day;
  private final List<String> doing = new ArrayList<>();

  @BeforeEach
  void anOrganization() throws Exception {
    place = DemoOrganization.open(0, ACCOUNTS, MORNING);
    place.sandbox().organization().emptyPages(true);
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(MORNING, _ -> {}, new Random(7), Runnable::run);
    hub = Aws.connect(place.settings(), runtime, place.standIn());
    day =
        new OrganizationDay(
            place.settings(), hub, runtime, new MailFactory(place.settings()), doing::add);
  }

  @AfterEach
  void close() {
    hub.close();
    place.close();
  }

  private List<CallLog.Entry> calls() {
    return place.sandbox().calls().entries();
  }

  private static Map<String, AccountState> states(OrganizationReport report) {
    return report.accounts().stream()
        .collect(Collectors.toMap(AccountResult::name, AccountResult::state));
  }

  private static AccountResult of(OrganizationReport report, AccountId account) {
    return report.accounts().stream()
        .filter(result -> result.account().equals(account))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPlanListsEveryAccountOverAllPagesAndSaysWhatBecameOfIt() throws CannotBegin {
    OrganizationReport plan = day.plan();
    assertThat(plan.accounts()).hasSize(ACCOUNTS);
    assertThat(states(plan))
        .containsEntry("payments", AccountState.DUE)
        .containsEntry("legacy", AccountState.DENIED)
        .containsEntry("archive", AccountState.LEFT_OUT)
        .containsEntry("exempt", AccountState.HELD)
        .containsEntry("management", AccountState.LEFT_OUT);
    assertThat(of(plan, place.denying()).detail()).contains("is not authorized to perform: sts:");
    assertThat(of(plan, place.crashing()).counts().of(Verb.ROTATE)).isEqualTo(2);
  }

  @Test
  void aPlanReadsEachAccountByItsOwnReadOnlySessionAndWritesNothing() throws CannotBegin {
    day.plan();
    assertThat(calls())
        .filteredOn(call -> call.action().equals("AssumeRole"))
        .isNotEmpty()
        .allSatisfy(
            call ->
                assertThat(call.parameters())
                    .containsEntry(
                        "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
    assertThat(calls())
        .map(CallLog.Entry::action)
        .allMatch(
            action ->
                action.matches("(Get|List|Describe|Head|Simulate|GenerateCredentialReport).*")
                    || action.equals("AssumeRole"));
    Map<String, Long> sessions =
        calls().stream()
            .filter(call -> call.service().equals("iam"))
            .collect(
                Collectors.groupingBy(
                    CallLog.Entry::account,
                    Collectors.mapping(
                        CallLog.Entry::keyId,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), keys -> (long) keys.size()))));
    assertThat(sessions.values()).allMatch(keys -> keys == 1);
    assertThat(sessions.keySet())
        .doesNotContain(place.denying().value())
        .hasSizeGreaterThan(ACCOUNTS / 2);
    assertThat(place.sandbox().account().buckets().list(Company.BUCKET, all()).objects()).isEmpty();
  }

  @Test
  void anAccountThatCrashesIsLostAndStopsNoOther() throws CannotBegin {
    OrganizationReport plan = day.plan();
    OrganizationReport applied =
        day.apply(plan, day.crashingIn(place.crashing()), place.canary()).report();
    assertThat(of(applied, place.crashing()).state()).isEqualTo(AccountState.LOST);
    assertThat(applied.accounts())
        .filteredOn(result -> of(plan, result.account()).state() == AccountState.DUE)
        .filteredOn(result -> !result.account().equals(place.crashing()))
        .isNotEmpty()
        .allMatch(result -> result.state() == AccountState.ACTED);
    place.passDay();
    OrganizationReport next = day.apply(day.plan(), day.members(), place.canary()).report();
    assertThat(of(next, place.crashing()).state()).isEqualTo(AccountState.ACTED);
    assertThat(of(next, place.crashing()).counts().of(Verb.ROTATE)).isEqualTo(2);
    assertThat(keysOf(place.crashing()).values()).allMatch(keys -> keys == 2);
  }

  @Test
  void theCanaryIsChangedFirstAndIfItFailsNoOther() throws CannotBegin {
    OrganizationReport plan = day.plan();
    List<AccountId> entered = new ArrayList<>();
    OrganizationDay.Applied well =
        day.apply(plan, new Entered(day.members(), entered), place.canary());
    assertThat(entered).startsWith(place.canary()).hasSize((int) plan.count(AccountState.DUE));
    assertThat(well.stopped()).isEmpty();
    assertThat(doing).contains("21 accounts are enrolled", "21 of 21 accounts are read");
    assertThat(doing.getLast()).matches("account (\\d+) of \\1 is changed");

    place.passDay();
    OrganizationReport next = day.plan();
    OrganizationDay.Applied stopped =
        day.apply(next, new Refusing(day.members(), place.canary()), place.canary());
    assertThat(of(stopped.report(), place.canary()).state()).isEqualTo(AccountState.FAILED);
    assertThat(stopped.stopped().orElseThrow())
        .startsWith("Stopped after the first ring: 1 of its");
    assertThat(stopped.report().count(AccountState.DUE))
        .isEqualTo(next.count(AccountState.DUE) - 1)
        .isPositive();
  }

  @Test
  void ifTheCanaryCannotBeReadNoAccountIsChanged() throws CannotBegin {
    place
        .sandbox()
        .accounts()
        .get(place.canary().value())
        .roles()
        .trust("keyturn-member-prod", MemberPolicies.trust(place.hub().value(), "o-otherotherot"));
    OrganizationReport plan = day.plan();
    assertThat(of(plan, place.canary()).state()).isEqualTo(AccountState.DENIED);
    assertThat(plan.count(AccountState.DUE)).isPositive();
    List<AccountId> entered = new ArrayList<>();
    OrganizationDay.Applied applied =
        day.apply(plan, new Entered(day.members(), entered), place.canary());
    assertThat(applied.stopped().orElseThrow())
        .startsWith("Stopped after the first ring: 1 of its 1 accounts");
    assertThat(entered).isEmpty();
  }

  @Test
  void anAccountInWhichAPolicyOfTheOrganizationDeniesNewKeysSaysSo() throws CannotBegin {
    String account = place.crashing().value();
    // It cannot ask beforehand, so that its users fail.
    String blind = MemberPolicies.MEMBER.replaceAll(",\\s+\"iam:SimulatePrincipalPolicy\"", "");
    place
        .sandbox()
        .accounts()
        .get(account)
        .roles()
        .putPolicy("keyturn-member-prod", "keyturn", blind);
    Organization organization = place.sandbox().organization();
    organization.attach(
        organization.createControl(
            """
            {"Version": "2012-10-17", "Statement":
              {"Effect": "Deny", "Action": "iam:CreateAccessKey", "Resource": "*"}}
            """),
        account);
    OrganizationReport plan = day.plan();
    OrganizationReport applied = day.apply(plan, day.members(), place.canary()).report();
    AccountResult failed = of(applied, place.crashing());
    assertThat(failed.state()).isEqualTo(AccountState.FAILED);
    assertThat(failed.detail())
        .startsWith("2 users failed; alice: ")
        .contains("iam:CreateAccessKey", "service control policy");
    assertThat(keysOf(place.crashing()).values()).allMatch(keys -> keys == 1);
    assertThat(states(applied).values())
        .filteredOn(state -> state == AccountState.ACTED)
        .hasSize((int) plan.count(AccountState.DUE) - 1);
  }

  @Test
  void anAccountWithUsersThatCannotBeReadSaysWhy() throws CannotBegin {
    place
        .sandbox()
        .faults()
        .order(
            Fault.next("iam", "ListAccessKeys", Fault.Effect.THROTTLE)
                .forUser(place.crashing().value())
                .times(1000, 1));
    AccountResult failed = of(day.plan(), place.crashing());
    assertThat(failed.state()).isEqualTo(AccountState.FAILED);
    assertThat(failed.counts().failed()).isEqualTo(2);
    assertThat(failed.detail())
        .startsWith("2 users failed; alice: IAM ListAccessKeys for alice")
        .contains("Throttling");
  }

  /** Notes which accounts are entered to change them. */
  private record Entered(MemberAccounts accounts, List<AccountId> entered)
      implements MemberAccounts {
    @Override
    public Opened toRead(AccountId account) {
      return accounts.toRead(account);
    }

    @Override
    public Opened toAct(AccountId account) {
      entered.add(account);
      return accounts.toAct(account);
    }
  }

  /** Does not enter one account. */
  private record Refusing(MemberAccounts accounts, AccountId account) implements MemberAccounts {
    @Override
    public Opened toRead(AccountId account) {
      return accounts.toRead(account);
    }

    @Override
    public Opened toAct(AccountId asked) {
      if (asked.equals(account)) {
        throw new PortFailure(PortFailure.Kind.REFUSED, "not today");
      }
      return accounts.toAct(asked);
    }
  }

  @Test
  void everyFileIsUnderTheAccountWhoseKeyIsInIt() throws CannotBegin {
    day.apply(day.plan(), day.members(), place.canary());
    List<StoredObject> files =
        place.sandbox().account().buckets().list(Company.BUCKET, all()).objects();
    assertThat(files)
        .map(StoredObject::key)
        .allMatch(key -> key.matches("org/(credential|state|audit|reports)/\\d{12}/.*"));
    assertThat(files)
        .filteredOn(file -> file.key().startsWith("org/credential/"))
        .isNotEmpty()
        .allSatisfy(
            file -> {
              String[] path = file.key().split("/", -1);
              Account account = place.sandbox().accounts().get(path[2]);
              User user = account.users().get(path[3]);
              assertThat(user.keys()).anyMatch(key -> file.key().endsWith("_" + key.id() + ".csv"));
            });
  }

  private Map<String, Integer> keysOf(AccountId account) {
    return place.sandbox().accounts().get(account.value()).users().truth().stream()
        .collect(Collectors.toMap(User::name, user -> user.keys().size()));
  }

  private static Listing.Query all() {
    return new Listing.Query("", "", "", Integer.MAX_VALUE);
  }
}

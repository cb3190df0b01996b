package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.account.Account;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The role of deploy/member.yaml in one account of an organization, without any one of its actions.
 * The sandbox enforces the policies.
 */
@Sampled(parts = 5)
class MemberPrivilegeTest {
  private static final String ROLE = "keyturn-member-prod";

  /** Without these an account is done all the same. */
  private static final Set<String> DISPENSABLE =
      Set.of(
          "iam:SimulatePrincipalPolicy",
          "iam:GetAccountAuthorizationDetails",
          "iam:GenerateCredentialReport",
          "iam:GetCredentialReport",
          "iam:ListUsers",
          "iam:ListAttachedUserPolicies");

  private static ShippedPolicy member(String account) throws IOException {
    return ShippedPolicy.ofMember(Map.of("AWS::Partition", "aws", "AWS::AccountId", account));
  }

  static List<String> needed() throws IOException {
    Set<String> actions = new TreeSet<>(member("111122223333").actions());
    actions.removeAll(DISPENSABLE);
    return List.copyOf(actions);
  }

  static Set<String> dispensable() {
    return new TreeSet<>(DISPENSABLE);
  }

  /**
   * A day on which the role in an account has this policy.
   *
   * @param before the users of the account before it, and after it
   */
  private record Day(
      OrganizationReport plan, AccountResult result, long others, String before, String after) {}

  private static Day without(String action) throws Exception {
    InstantSource morning = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(morning, _ -> {}, new Random(7), Runnable::run);
    try (DemoOrganization place = DemoOrganization.open(0, DemoOrganization.FEWEST, morning);
        Aws hub = Aws.connect(place.settings(), runtime, place.standIn())) {
      AccountId id = place.crashing();
      Account account = place.sandbox().accounts().get(id.value());
      account.roles().putPolicy(ROLE, "keyturn", member(id.value()).without(action).json());
      String before = account.users().truth().toString();
      OrganizationDay day =
          new OrganizationDay(
              place.settings(), hub, runtime, new MailFactory(place.settings()), _ -> {});
      OrganizationReport plan = day.plan();
      List<AccountResult> applied =
          day.apply(plan, day.members(), place.canary()).report().accounts();
      return new Day(
          plan,
          applied.stream().filter(one -> one.account().equals(id)).findFirst().orElseThrow(),
          applied.stream()
              .filter(one -> one.state() == AccountState.ACTED && !one.account().equals(id))
              .count(),
          before,
          account.users().truth().toString());
    }
  }

  private static long othersDue(Day day) {
    return day.plan().accounts().stream()
        .filter(one -> one.state() == AccountState.DUE)
        .filter(one -> !one.account().equals(day.result().account()))
        .count();
  }

  @ParameterizedTest
  @MethodSource("needed")
  void withoutANeededActionTheAccountNamesItAndIsNotChangedAndAllOthersAre(String action)
      throws Exception {
    Day day = without(action);
    assertThat(day.result().state()).isIn(AccountState.DENIED, AccountState.FAILED);
    assertThat(day.result().detail()).contains(action);
    assertThat(day.after()).isEqualTo(day.before());
    assertThat(day.others()).isEqualTo(othersDue(day)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("dispensable")
  void withoutAnOptionalActionTheAccountIsDone(String action) throws Exception {
    Day day = without(action);
    assertThat(day.result().state()).isEqualTo(AccountState.ACTED);
    assertThat(day.after()).isNotEqualTo(day.before());
    assertThat(day.others()).isEqualTo(othersDue(day)).isPositive();
  }

  @Test
  void theMemberRoleMayDoWithIamWhatTheFunctionsRoleMayInItsOwnAccount() throws IOException {
    String account = "123456789012";
    Map<String, String> values =
        Map.of(
            "AWS::Partition", "aws",
            "AWS::AccountId", account,
            "Bucket", "corp",
            "SesRegion", "eu-west-1",
            "SesEmail", "keys@corp.example",
            "EmailTagKey", "email",
            "DateTagKey", "last-check-date",
            "OldKeyTagKey", "last-check-old-key",
            "RotationRole.Arn", "arn:aws:iam::%s:role/%s".formatted(account, ROLE),
            "RotationLogGroup.Arn", "arn:aws:logs:eu-west-1:123456789012:log-group:keyturn");
    ShippedPolicy member = member(account);
    assertThat(member.aboutIam()).isEqualTo(ShippedPolicy.read(values).aboutIam()).hasSize(5);
    assertThat(member.statements()).hasSize(5);
  }
}

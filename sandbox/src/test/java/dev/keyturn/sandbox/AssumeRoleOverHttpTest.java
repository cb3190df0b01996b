package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/** A hub account's principals enter a member account by its role, as far as both sides allow. */
final class AssumeRoleOverHttpTest {
  private static final String HUB = "123456789012";
  private static final String MEMBER = "222222222222";
  private static final String ROLE = "arn:aws:iam::222222222222:role/keeper/member";
  private static final String ASSUME = "{\"Statement\": [%s]}".formatted(allow("sts:AssumeRole"));
  private static final String DENIED =
      "User: %s is not authorized to perform: sts:AssumeRole on resource: %s";

  private final Clients clients = new Clients();
  private Account member;
  private String organization = "";

  private static String allow(String actions) {
    return "{\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"*\"}".formatted(actions);
  }

  /** Trust in the hub account, on a condition. */
  private static String trust(String operator, String key, String value) {
    return """
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
      "Action": "sts:AssumeRole", "Condition": {"%s": {"%s": "%s"}}}]}
    """
        .formatted(operator, key, value);
  }

  @BeforeEach
  void twoAccounts() {
    organization = clients.sandbox.organization().create(HUB);
    member = clients.sandbox.accounts().create(MEMBER);
    member.roles().create("member", "/keeper/", trust("StringLike", "aws:userid", "*"));
    member.roles().putPolicy("member", "all", "{\"Statement\": [%s]}".formatted(allow("*")));
    member.users().create("alice", "/", List.of());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private AwsCredentials assume(AwsCredentials who, Consumer<AssumeRoleRequest.Builder> more) {
    return Clients.session(
        clients
            .sts(who)
            .assumeRole(r -> more.accept(r.roleArn(ROLE).roleSessionName("day")))
            .credentials());
  }

  @Test
  void aSessionActsInTheAccountOfItsRole() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    AwsCredentials session = assume(keeper, r -> {});
    assertThat(session.accessKeyId()).startsWith("ASIA");
    assertThat(clients.iam(session).listUsers().users())
        .map(User::userName)
        .containsExactly("alice");
    assertThat(clients.sts(session).getCallerIdentity().account()).isEqualTo(MEMBER);
    assertThat(clients.sts(session).getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::222222222222:assumed-role/member/day");
    assertThat(clients.sts(session).getCallerIdentity().userId()).matches("AROA\\w{16}:day");
    assertThat(clients.sandbox.calls().entries())
        .map(CallLog.Entry::account)
        .containsExactly(HUB, MEMBER, MEMBER, MEMBER, MEMBER);
  }

  @Test
  void bothAccountsMustAllowIt() {
    AwsCredentials other =
        clients.userWith("other", "{\"Statement\": [%s]}".formatted(allow("s3:*")));
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/other", ROLE), other);
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    member.roles().trust("member", trust("StringEquals", "aws:userid", "AIDA"));
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/keeper", ROLE), keeper);
    clients.sandbox.accounts().create("333333333333");
    AwsCredentials foreign = clients.userIn("333333333333", "keeper", ASSUME);
    assertDenied(DENIED.formatted("arn:aws:iam::333333333333:user/keeper", ROLE), foreign);
  }

  @Test
  void aRoleThatDoesNotExistTrustsNoOtherAccount() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    for (String role : List.of("222222222222:role/none", "444444444444:role/member")) {
      assertRefused(
          "AccessDenied",
          DENIED.formatted("arn:aws:iam::123456789012:user/keeper", "arn:aws:iam::" + role),
          () -> assume(keeper, r -> r.roleArn("arn:aws:iam::" + role)));
    }
  }

  @Test
  void trustMayNameAnOrganization() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    member.roles().trust("member", trust("StringEquals", "aws:PrincipalOrgID", organization));
    assertThat(assume(keeper, r -> {}).accessKeyId()).startsWith("ASIA");
    member.roles().trust("member", trust("StringEquals", "aws:PrincipalOrgID", "o-otherotherot"));
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/keeper", ROLE), keeper);
  }

  @Test
  void trustMayNameARoleByTheCallersArn() {
    member
        .roles()
        .trust(
            "member", trust("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/hub"));
    AwsCredentials admin = clients.userWith("admin", ASSUME);
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/admin", ROLE), admin);
    for (String name : List.of("hub", "hub-other")) {
      clients.sandbox.account().roles().create(name, "/");
      clients.sandbox.account().roles().putPolicy(name, "assume", ASSUME);
    }
    AwsCredentials hub = assume(admin, r -> r.roleArn("arn:aws:iam::123456789012:role/hub"));
    assertThat(clients.iam(assume(hub, r -> {})).listUsers().users()).hasSize(1);
    AwsCredentials other =
        assume(admin, r -> r.roleArn("arn:aws:iam::123456789012:role/hub-other"));
    assertDenied(
        DENIED.formatted("arn:aws:sts::123456789012:assumed-role/hub-other/day", ROLE), other);
  }

  @Test
  void trustMayAskForAnExternalId() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    member.roles().trust("member", trust("StringEquals", "sts:ExternalId", "secret-word"));
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/keeper", ROLE), keeper);
    assertThat(assume(keeper, r -> r.externalId("secret-word")).accessKeyId()).startsWith("ASIA");
  }

  @Test
  void aSessionPolicyLimitsTheSession() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    IamClient reader =
        clients.iam(
            assume(
                keeper, r -> r.policyArns(managed("arn:aws:iam::aws:policy/IAMReadOnlyAccess"))));
    assertThat(reader.listUsers().users()).hasSize(1);
    assertRefused(
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/member/day is not authorized to perform:"
            + " iam:CreateAccessKey on resource: arn:aws:iam::222222222222:user/alice because no"
            + " session policy allows the iam:CreateAccessKey action",
        () -> reader.createAccessKey(r -> r.userName("alice")));
    IamClient creator =
        clients.iam(
            assume(
                keeper,
                r -> r.policy("{\"Statement\": [%s]}".formatted(allow("iam:CreateAccessKey")))));
    creator.createAccessKey(r -> r.userName("alice"));
    assertRefused("AccessDenied", () -> creator.listUsers());
    assertRefused(
        "MalformedPolicyDocument",
        () -> assume(keeper, r -> r.policyArns(managed("arn:aws:iam::aws:policy/Misspelt"))));
    assertRefused("MalformedPolicyDocument", () -> assume(keeper, r -> r.policy("{}")));
  }

  @Test
  void aSessionPolicyGivesNothingThatTheRoleDoesNotHave() {
    member
        .roles()
        .putPolicy("member", "all", "{\"Statement\": [%s]}".formatted(allow("iam:ListUsers")));
    AwsCredentials session =
        assume(
            clients.userWith("keeper", ASSUME),
            r -> r.policyArns(managed("arn:aws:iam::aws:policy/AdministratorAccess")));
    clients.iam(session).listUsers();
    assertRefused("AccessDenied", () -> clients.iam(session).deleteUser(r -> r.userName("alice")));
  }

  @Test
  void aSessionNeedsItsTokenAndEnds() {
    AwsCredentials session = assume(clients.userWith("keeper", ASSUME), r -> {});
    AwsCredentials withoutToken =
        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    assertRefused("InvalidClientTokenId", () -> clients.iam(withoutToken).listUsers());
    clients.sandbox.clock().advance(Duration.ofHours(1));
    assertRefused(
        "ExpiredToken",
        "The security token included in the request is expired",
        () -> clients.iam(session).listUsers());
    assertRefused("ExpiredToken", () -> clients.s3(session).listBuckets());
    assertRefused("ExpiredTokenException", () -> clients.ses(session).getAccount(r -> {}));
  }

  @Test
  void aSessionLastsNoLongerThanTheRoleAllowsAndInAChainAnHour() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    assertRefused(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        () -> assume(keeper, r -> r.durationSeconds(3601)));
    clients.sandbox.account().roles().create("hub", "/");
    clients.sandbox.account().roles().putPolicy("hub", "assume", ASSUME);
    AwsCredentials hub =
        assume(
            keeper, r -> r.roleArn("arn:aws:iam::123456789012:role/hub").durationSeconds(43_200));
    assertRefused(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
            + " chaining",
        () -> assume(hub, r -> r.durationSeconds(3601)));
  }

  @Test
  void theRootUserMayNotAssumeRolesOfOtherAccounts() {
    assertRefused(
        "AccessDenied",
        "Roles may not be assumed by root accounts.",
        () -> assume(clients.root(), r -> {}));
  }

  @Test
  void withinAnAccountTheTrustDecidesToo() {
    AwsCredentials alice = clients.userIn(MEMBER, "admin", ASSUME);
    assertDenied(
        DENIED.formatted("arn:aws:iam::222222222222:user/admin", ROLE)
            + " because no role trust policy allows the sts:AssumeRole action",
        alice);
    member
        .roles()
        .trust(
            "member",
            """
            {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"AWS": "arn:aws:iam::222222222222:user/bob"}}}
            """);
    AwsCredentials bob =
        clients.userIn(MEMBER, "bob", "{\"Statement\": [%s]}".formatted(allow("s3:*")));
    assertThat(assume(bob, r -> {}).accessKeyId()).startsWith("ASIA");
  }

  @Test
  void mailsAndFaultsAreOfOneAccount() {
    clients.sandbox.account().mailroom("eu-west-1").verify("keys@corp.example");
    AwsCredentials session = assume(clients.userWith("keeper", ASSUME), r -> {});
    assertThat(clients.ses().listEmailIdentities(r -> {}).emailIdentities()).hasSize(1);
    assertThat(clients.ses(session).listEmailIdentities(r -> {}).emailIdentities()).isEmpty();
    clients
        .sandbox
        .faults()
        .order(Fault.next("iam", "ListUsers", Fault.Effect.THROTTLE).forUser(MEMBER).times(9, 1));
    clients.iam().listUsers();
    assertRefused("Throttling", () -> clients.iam(session).listUsers());
  }

  @Test
  void theControlInterfaceReachesEveryAccount() {
    clients.control("POST", "accounts", "{\"id\": \"555555555555\"}");
    clients.control(
        "POST", "users?account=555555555555", "{\"users\": [{\"name\": \"over-there\"}]}");
    assertThat(clients.control("GET", "users?account=555555555555", "")).contains("over-there");
    assertThat(clients.control("GET", "users", "")).doesNotContain("over-there");
    assertThat(clients.control("GET", "accounts", "")).contains(HUB, MEMBER, "555555555555");
    assertThat(clients.control("GET", "users?account=000000000000", "")).contains("no account");
  }

  private static PolicyDescriptorType managed(String arn) {
    return PolicyDescriptorType.builder().arn(arn).build();
  }

  @Test
  void anOrganizationsPolicyLimitsItsMembersAndNotTheManagementAccount() {
    AwsCredentials keeper =
        clients.userWith("keeper", "{\"Statement\": [%s]}".formatted(allow("*")));
    clients.sandbox.organization().join(MEMBER);
    IamClient session = clients.iam(assume(keeper, r -> {}));
    session.listUsers();
    String policy =
        clients
            .sandbox
            .organization()
            .createControl(
                "{\"Statement\": [%s]}".formatted(allow("iam:*").replace("Allow", "Deny")));
    clients.sandbox.organization().attach(policy, clients.sandbox.organization().root().id());
    assertRefused(
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/member/day is not authorized to perform:"
            + " iam:ListUsers on resource: arn:aws:iam::222222222222:user/ with an explicit deny in"
            + " a service control policy",
        session::listUsers);
    assertRefused(
        "AccessDenied", () -> clients.iam(Clients.credentials(member.rootKey())).listUsers());
    assertThat(clients.iam(keeper).listUsers().users()).hasSize(1);
  }

  @Test
  void aClosedAccountCannotBeEnteredAndMakesNoCalls() {
    AwsCredentials keeper = clients.userWith("keeper", ASSUME);
    clients.sandbox.organization().join(MEMBER);
    AwsCredentials session = assume(keeper, r -> {});
    clients.control(
        "POST", "organization", "{\"account\": \"222222222222\", \"state\": \"CLOSED\"}");
    assertRefused("InvalidClientTokenId", () -> clients.iam(session).listUsers());
    assertDenied(DENIED.formatted("arn:aws:iam::123456789012:user/keeper", ROLE), keeper);
  }

  private void assertDenied(String words, AwsCredentials who) {
    assertRefused("AccessDenied", words, () -> assume(who, r -> {}));
  }

  private static void assertRefused(String code, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(words);
            });
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}

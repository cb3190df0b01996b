package dev.keyturn.sandbox.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PermissionsTest {
  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T12:00:00Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Permissions permissions = new Permissions(new Accounts(account, clock));
  private final Principal alice =
      new Principal.IamUser("arn:aws:iam::123456789012:user/alice", "AIDA", "alice");

  PermissionsTest() {
    account.users().create("alice", "/", List.of());
    account.groups().create("owners", "/");
    account.groups().add("alice", "owners");
  }

  @Test
  void aUserWithoutAPolicyMayDoNothingAndTheRootUserEverything() {
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/a")).isFalse();
    assertThat(
            permissions.allow(
                new Principal.Root("123456789012"), "iam:DeleteUser", "*", Context.NONE))
        .isTrue();
  }

  @Test
  void aGroupsPolicyAppliesToItsMembersWithTheirName() {
    account
        .policies()
        .putGroupPolicy(
            "owners", "fetch", statement("Allow", "s3:Get*", "arn:aws:s3:::box/${aws:username}/*"));
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/alice/key.csv")).isTrue();
    assertThat(may("S3:getobject", "arn:aws:s3:::box/alice/key.csv")).isTrue();
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/bob/key.csv")).isFalse();
    assertThat(may("s3:PutObject", "arn:aws:s3:::box/alice/key.csv")).isFalse();
  }

  @Test
  void anAdministratorMayDoEverything() {
    account.policies().attach("alice", "arn:aws:iam::aws:policy/AdministratorAccess");
    assertThat(may("iam:DeleteUser", "*")).isTrue();
    account.policies().detach("alice", "arn:aws:iam::aws:policy/AdministratorAccess");
    assertThat(may("iam:DeleteUser", "*")).isFalse();
  }

  @Test
  void anExplicitDenyWins() {
    account.policies().putUserPolicy("alice", "all", statement("Allow", "*", "*"));
    account.policies().putGroupPolicy("owners", "not", statement("Deny", "s3:Delete*", "*"));
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/a")).isTrue();
    assertThat(may("s3:DeleteObject", "arn:aws:s3:::box/a")).isFalse();
  }

  @Test
  void aConditionOnThePrefixIsEnforced() {
    account
        .policies()
        .putUserPolicy(
            "alice",
            "list",
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
              "Condition": {"StringLike": {"s3:prefix": ["home/${aws:username}/*"]}}}}\
            """);
    assertThat(
            permissions.allow(
                alice,
                "s3:ListBucket",
                "arn:aws:s3:::box",
                Context.of("s3:prefix", "home/alice/x")))
        .isTrue();
    assertThat(
            permissions.allow(
                alice, "s3:ListBucket", "arn:aws:s3:::box", Context.of("s3:prefix", "home/bob/")))
        .isFalse();
    assertThat(permissions.allow(alice, "s3:ListBucket", "arn:aws:s3:::box", Context.NONE))
        .isFalse();
  }

  @Test
  void anUnknownConditionNeverAllowsAndAlwaysDenies() {
    String condition = ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}}}";
    account
        .policies()
        .putUserPolicy("alice", "a", statement("Allow", "s3:*", "*").replace("}}", condition));
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/a")).isFalse();
    account.policies().putUserPolicy("alice", "a", statement("Allow", "s3:*", "*"));
    account
        .policies()
        .putUserPolicy("alice", "b", statement("Deny", "s3:*", "*").replace("}}", condition));
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/a")).isFalse();
  }

  @Test
  void nullChecksForAConditionKeyIgnoringCase() {
    condition("\"Null\": {\"aws:ResourceTag/Email\": \"false\"}");
    assertThat(may(Context.NONE)).isFalse();
    assertThat(may(Context.of("aws:resourcetag/email", ""))).isTrue();
    condition("\"Null\": {\"aws:TagKeys\": \"true\"}");
    assertThat(may(Context.NONE)).isTrue();
    assertThat(may(Context.of("aws:TagKeys", "a"))).isFalse();
  }

  @Test
  void forAllValuesNeedsEveryMatchAndForAnyValueOne() {
    Context mixed = Context.NONE.with("aws:TagKeys", List.of("a", "x"));
    condition("\"ForAllValues:StringEquals\": {\"aws:TagKeys\": [\"a\", \"b\"]}");
    assertThat(may(Context.NONE.with("aws:TagKeys", List.of("b", "a")))).isTrue();
    assertThat(may(mixed)).isFalse();
    assertThat(may(Context.NONE)).isTrue();
    condition("\"ForAnyValue:StringEquals\": {\"aws:TagKeys\": [\"a\", \"b\"]}");
    assertThat(may(mixed)).isTrue();
    assertThat(may(Context.NONE)).isFalse();
  }

  @Test
  void aConditionOnAnUnknownKeyHoldsOnlyIfNegatedOrIfExists() {
    condition("\"StringEquals\": {\"ses:FromAddress\": \"a@b.example\"}");
    assertThat(may(Context.NONE)).isFalse();
    condition("\"StringEqualsIfExists\": {\"ses:FromAddress\": \"a@b.example\"}");
    assertThat(may(Context.NONE)).isTrue();
    assertThat(may(Context.of("ses:FromAddress", "x@b.example"))).isFalse();
    condition("\"StringNotEquals\": {\"ses:FromAddress\": \"a@b.example\"}");
    assertThat(may(Context.NONE)).isTrue();
    assertThat(may(Context.of("ses:FromAddress", "a@b.example"))).isFalse();
  }

  @Test
  void aVerdictListsMissingConditionKeysOfTheAction() {
    condition("\"StringEquals\": {\"ses:FromAddress\": \"a@b.example\"}");
    assertThat(permissions.verdict(alice, "s3:GetObject", "arn:aws:s3:::box/a", Context.NONE))
        .isEqualTo(new Verdict(Verdict.Decision.IMPLICIT_DENY, List.of("ses:FromAddress")));
    assertThat(permissions.verdict(alice, "iam:TagUser", "*", Context.NONE))
        .isEqualTo(new Verdict(Verdict.Decision.IMPLICIT_DENY, List.of()));
    account.policies().putUserPolicy("alice", "not", statement("Deny", "s3:Get*", "*"));
    assertThat(
            permissions
                .verdict(alice, "s3:GetObject", "arn:aws:s3:::box/a", Context.NONE)
                .decision())
        .isEqualTo(Verdict.Decision.EXPLICIT_DENY);
  }

  /** Alice may use S3 on a condition. */
  private void condition(String condition) {
    account
        .policies()
        .putUserPolicy(
            "alice",
            "on-condition",
            statement("Allow", "s3:*", "*")
                .replace("}}", ", \"Condition\": {" + condition + "}}}"));
  }

  private boolean may(Context context) {
    return permissions.allow(alice, "s3:GetObject", "arn:aws:s3:::box/a", context);
  }

  private boolean may(String action, String resource) {
    return permissions.allow(alice, action, resource, Context.NONE);
  }

  @Test
  void aPolicyWithoutAVersionTakesVariablesForText() {
    String old =
        statement("Allow", "s3:Get*", "arn:aws:s3:::box/${aws:username}/*")
            .replace("\"Version\": \"2012-10-17\", ", "");
    account.policies().putUserPolicy("alice", "old", old);
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/alice/key.csv")).isFalse();
    assertThat(may("s3:GetObject", "arn:aws:s3:::box/${aws:username}/key.csv")).isTrue();
    assertThatThrownBy(() -> Statement.read(old.replace("{\"St", "{\"Version\":\"2\",\"St")))
        .hasMessageContaining("MalformedPolicyDocument");
  }

  @Test
  void booleansAndNumbersInConditionsNeedNoQuotes() {
    account
        .policies()
        .putUserPolicy(
            "alice",
            "mfa",
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
             "Condition": {"Bool": {"aws:MultiFactorAuthPresent": true},
                           "StringEquals": {"s3:max-keys": [7, 8]}}}}\
            """);
    assertThat(mayWith("true", "7")).isTrue();
    assertThat(mayWith("false", "7")).isFalse();
    assertThat(mayWith("true", "9")).isFalse();
  }

  private boolean mayWith(String mfa, String most) {
    return permissions.allow(
        alice,
        "s3:ListBucket",
        "arn:aws:s3:::box",
        Context.NONE.with("aws:MultiFactorAuthPresent", mfa).with("s3:max-keys", most));
  }

  @Test
  void aBlankPolicyIsMalformedAndNoMore() {
    for (String blank : List.of("", " ", "\n\t", "null", "[]", "\"x\"")) {
      assertThatThrownBy(() -> Statement.read(blank))
          .as("'%s'", blank)
          .hasMessageContaining("MalformedPolicyDocument");
    }
  }

  private static String statement(String effect, String action, String resource) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \""
        + effect
        + "\", \"Action\": \""
        + action
        + "\", \"Resource\": \""
        + resource
        + "\"}}";
  }
}

package dev.keyturn.doctor.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.adapter.StoredObjects;
import dev.keyturn.doctor.probe.BucketSettings.Rules;
import dev.keyturn.doctor.probe.LenientSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket's policy is evaluated by its effects, not by its text. */
class BucketRulesTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/function";
  private static final BucketPlace PLACE =
      new BucketPlace("aws", "123456789012", "arn:aws:s3:::box", ROLE);

  private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";
  private static final Map<String, String> BY_DEFAULT =
      new StoredObjects(LenientSettings.of(Map.of()).settings()).conditionKeys();

  private static Map<String, String> byKms(String key) {
    return new StoredObjects(LenientSettings.of(Map.of("KMS_KEY_ID", key)).settings())
        .conditionKeys();
  }

  private static Rules read(String... statements) {
    return BucketRules.of(
        "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}".formatted(String.join(",", statements)),
        PLACE,
        BY_DEFAULT);
  }

  private static String deny(String rest) {
    return "{\"Effect\":\"Deny\",\"Principal\":\"*\"," + rest + "}";
  }

  @Test
  void aBucketWithoutAPolicyDeniesNothing() {
    Rules rules = BucketRules.none(PLACE, BY_DEFAULT);
    assertThat(rules.denials().withoutTls()).isFalse();
    assertThat(rules.denials().otherReaders()).isFalse();
    assertThat(rules.denials().otherWriters()).isFalse();
    assertThat(rules.denials().withoutMfa()).isFalse();
    assertThat(rules.refusing()).isEmpty();
  }

  @Test
  void theFixedPolicyIsSufficientAndKeepsRequiredAccess() {
    Rules mended = BucketRules.of(BucketRules.none(PLACE, BY_DEFAULT).mended(), PLACE, BY_DEFAULT);
    assertThat(mended.denials().withoutTls()).isTrue();
    assertThat(mended.denials().otherReaders()).isTrue();
    assertThat(mended.denials().otherWriters()).isTrue();
    assertThat(mended.denials().handedOver()).isTrue();
    assertThat(mended.denials().administrators()).isFalse();
    assertThat(mended.allows()).isFalse();
    assertThat(mended.refusing()).isEmpty();
  }

  /** What doctor offered before it knew of files that administrators hand over. */
  private static final String WITHOUT_ADMINISTRATORS =
      deny(
          "\"Sid\":\"OnlyUsersAndTheFunctionRead\",\"Action\":\"s3:GetObject*\",\"Resource\":\"arn:aws:s3:::box/credential/*\",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":[\"%s\",\"arn:aws:iam::123456789012:user/*\"]}}"
              .formatted(ROLE));

  private static final String OWN_FILE =
      deny(
          "\"Sid\":\"UsersReadOnlyTheirOwnFile\",\"Action\":\"s3:GetObject*\",\"NotResource\":\"arn:aws:s3:::box/credential/${aws:username}/*\",\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:user/*\"}}");

  private static final String HAND_OVER =
      deny(
          "\"Sid\":\"OnlyAdministratorsReadWhatTheyHandOver\",\"Action\":\"s3:GetObject*\",\"Resource\":\"arn:aws:s3:::box/credential/!administrators/*\",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":[\"%s\",\"arn:aws:iam::123456789012:role/admin\"]}}"
              .formatted(ROLE));

  @Test
  void aPolicyThatDeniesAdministratorsWhatTheyHandOverIsRecognizedAndMended() {
    for (String[] statements :
        List.of(
            new String[] {WITHOUT_ADMINISTRATORS, OWN_FILE},
            new String[] {WITHOUT_ADMINISTRATORS, OWN_FILE, HAND_OVER},
            new String[] {OWN_FILE, HAND_OVER})) {
      Rules rules = read(statements);
      assertThat(rules.denials().administrators()).isTrue();
      Rules mended = BucketRules.of(rules.mended(), PLACE, BY_DEFAULT);
      assertThat(mended.denials().administrators()).isFalse();
      assertThat(mended.denials().handedOver()).isTrue();
      assertThat(mended.denials().otherReaders()).isTrue();
      assertThat(rules.mended().contains("role/admin"))
          .isEqualTo(List.of(statements).contains(HAND_OVER));
    }
    assertThat(read(HAND_OVER).denials().handedOver()).as("root and roles, too").isTrue();
    assertThat(read(HAND_OVER).denials().administrators()).isFalse();
    assertThat(read().denials().handedOver()).isFalse();
  }

  @Test
  void noPolicyExemptsTheRootUser() {
    BucketPlace root =
        new BucketPlace(
            "aws", "123456789012", "arn:aws:s3:::box", "arn:aws:iam::123456789012:root");
    Rules rules = BucketRules.none(root, BY_DEFAULT);
    assertThat(rules.mended()).contains("TlsOnly").doesNotContain("root");
  }

  @Test
  void whatMendsAPolicyKeepsWhatIsThere() {
    String mine =
        "{\"Sid\":\"Mine\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:DeleteBucket\",\"Resource\":\"*\"}";
    assertThat(read(mine).mended()).contains(mine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // It exempts every role, so any administrator's role too.
        "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box/*\",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::123456789012:role/*\"]}}",
        // It applies only outside of one network, and the origin of a call is unknown.
        "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box/*\",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}",
        // Another bucket.
        "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::other/*\"",
        // An older version can still be read and deleted.
        "\"Action\":[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\"],\"Resource\":\"arn:aws:s3:::box/*\",\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":\"%s\"}}",
      })
  void aPolicyWithAHoleIsNoProtection(String statement) {
    Rules rules = read(deny(statement.replace("%s", ROLE)));
    assertThat(rules.denials().otherReaders()).isFalse();
    assertThat(rules.denials().otherWriters()).isFalse();
  }

  @Test
  void aStatementThatDependsOnSomethingUnknownIsNoCertainHindrance() {
    assertThat(
            read(deny(
                    "\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}"))
                .refusing())
        .isEmpty();
  }

  @Test
  void aPolicyThatAcceptsOnlyKmsRefusesEveryObjectWithoutIt() {
    String kmsOnly =
        "{\"Sid\":\"KmsOnly\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::box/*\","
            + "\"Condition\":{\"StringNotEquals\":{\"s3:x-amz-server-side-encryption\":\"aws:kms\"}}}";
    String policy = "{\"Statement\":%s}".formatted(kmsOnly);
    assertThat(BucketRules.of(policy, PLACE, BY_DEFAULT).refusing())
        .isEqualTo(
            Stream.of("credential/", "state/", "audit/", "reports/")
                .map(under -> "statement KmsOnly denies Keyturn s3:PutObject under " + under)
                .toList());
    assertThat(BucketRules.of(policy, PLACE, byKms(KEY)).refusing()).isEmpty();
  }

  @Test
  void aPolicyThatAcceptsOneKeyOnlyRefusesAnother() {
    String oneKey =
        "{\"Statement\":{\"Sid\":\"OneKey\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::box/state/*\","
            + "\"Condition\":{\"StringNotEquals\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":\"%s\"}}}}"
                .formatted(KEY);
    String named = "statement OneKey denies Keyturn s3:PutObject under state/";
    assertThat(BucketRules.of(oneKey, PLACE, byKms(KEY)).refusing()).isEmpty();
    assertThat(BucketRules.of(oneKey, PLACE, byKms(KEY + "2")).refusing()).containsExactly(named);
    assertThat(BucketRules.of(oneKey, PLACE, BY_DEFAULT).refusing()).containsExactly(named);
    assertThat(BucketRules.of(oneKey, PLACE, byKms("alias/keyturn")).refusing()).isEmpty();
  }

  @Test
  void aPolicyThatKeepsOwnersOutIsNamed() {
    assertThat(
            read(deny(
                    "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":\"%s\"}}"
                        .formatted(ROLE)))
                .refusing())
        .isEqualTo(List.of("statement without a Sid denies owners s3:GetObject under credential/"));
  }

  @Test
  void denyingWithoutMfaIsToldFromDenyingOwnersAltogether() {
    String users = "\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:user/*\"}";
    String read = "\"Action\":\"s3:GetObject*\",\"Resource\":\"arn:aws:s3:::box/credential/*\"";
    assertThat(
            read(deny(
                    read
                        + ",\"Condition\":{%s,\"BoolIfExists\":{\"aws:MultiFactorAuthPresent\":\"false\"}}"
                            .formatted(users)))
                .denials()
                .withoutMfa())
        .isTrue();
    assertThat(read(deny(read + ",\"Condition\":{%s}".formatted(users))).denials().withoutMfa())
        .isFalse();
  }
}

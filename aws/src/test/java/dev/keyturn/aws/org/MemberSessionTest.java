package dev.keyturn.aws.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.aws.org.MemberCredentials.Access;
import dev.keyturn.aws.org.MemberCredentials.SessionRequest;
import dev.keyturn.facts.AccountId;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Sessions in member accounts, with an STS that answers as a test wants. */
class MemberSessionTest {
  private static final AccountId ORDERED = new AccountId("111122223333");
  private static final String OTHER = "444455556666";

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final List<AssumeRoleRequest> asked = new ArrayList<>();
  private final Account hub = account("999999999999");

  /** An account whose credentials are of this id. */
  private Account account(String id) {
    return new Account() {
      @Override
      public Identity identify() {
        return new Identity(id, "aws-us-gov", "arn:aws-us-gov:iam::" + id + ":role/keyturn");
      }

      @Override
      public Instant now() {
        return now;
      }

      @Override
      public long calls() {
        return 7;
      }
    };
  }

  private MemberCredentials credentials(Access access, UnaryOperator<String> answered) {
    RuntimeEnvironment world =
        new RuntimeEnvironment(() -> now, _ -> {}, new Random(1), Runnable::run);
    return new MemberCredentials(
        new Sts(answered),
        new Calls(new RetryPolicy(world), new Replies(() -> now), ""),
        hub,
        new SessionRequest(ORDERED, "keyturn-member-prod", access),
        () -> now);
  }

  private final class Sts implements StsClient {
    private final UnaryOperator<String> answered;

    Sts(UnaryOperator<String> answered) {
      this.answered = answered;
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
      asked.add(request);
      String account = answered.apply(request.roleArn().split(":", -1)[4]);
      return AssumeRoleResponse.builder()
          .assumedRoleUser(
              user ->
                  user.arn(
                      "arn:aws-us-gov:sts::%s:assumed-role/keyturn-member-prod/keyturn"
                          .formatted(account)))
          .credentials(
              session ->
                  session
                      .accessKeyId("ASIA" + asked.size())
                      .secretAccessKey("secret")
                      .sessionToken("token")
                      .expiration(now.plusSeconds(3600)))
          .build();
    }

    @Override
    public String serviceName() {
      return "sts";
    }

    @Override
    public void close() {}
  }

  @Test
  void areOfTheRoleInTheAccountAndThePartitionOfTheHub() {
    credentials(Access.FULL, account -> account).resolveCredentials();
    assertThat(asked)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.roleArn())
                  .isEqualTo("arn:aws-us-gov:iam::111122223333:role/keyturn-member-prod");
              assertThat(request.policyArns()).isEmpty();
            });
  }

  @Test
  void mayOnlyReadForAPlan() {
    credentials(Access.READ, account -> account).resolveCredentials();
    assertThat(asked.getFirst().policyArns())
        .singleElement()
        .satisfies(
            policy ->
                assertThat(policy.arn())
                    .isEqualTo("arn:aws-us-gov:iam::aws:policy/IAMReadOnlyAccess"));
  }

  @Test
  void areKeptAndRenewedSomeMinutesBeforeTheyEnd() {
    MemberCredentials credentials = credentials(Access.FULL, account -> account);
    credentials.resolveCredentials();
    now = now.plusSeconds(54 * 60);
    assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
    now = now.plusSeconds(60);
    assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void ofAnotherAccountAreNotHandedOut() {
    MemberCredentials credentials = credentials(Access.FULL, _ -> OTHER);
    assertThatThrownBy(credentials::resolveCredentials)
        .isInstanceOfSatisfying(
            PortFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(PortFailure.Kind.CREDENTIALS);
              assertThat(failure.message())
                  .contains(OTHER, ORDERED.value(), "Nothing was read or written");
            });
  }

  @Test
  void tellWhatAwsSaysIfTheyAreDenied() {
    MemberCredentials credentials =
        credentials(
            Access.READ,
            _ -> {
              throw StsException.builder()
                  .statusCode(403)
                  .awsErrorDetails(
                      AwsErrorDetails.builder()
                          .errorCode("AccessDenied")
                          .errorMessage("not authorized to perform: sts:AssumeRole")
                          .build())
                  .build();
            });
    assertThatThrownBy(credentials::resolveCredentials)
        .isInstanceOfSatisfying(
            PortFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(PortFailure.Kind.DENIED);
              assertThat(failure.message()).contains("not authorized to perform: sts:AssumeRole");
            });
  }

  @Test
  void thatStsIdentifiesAsAnotherAccountsIdentifyNothing() {
    assertThat(new OrderedAccount(account(ORDERED.value()), ORDERED).identify().accountId())
        .isEqualTo(ORDERED.value());
    OrderedAccount mistaken = new OrderedAccount(account(OTHER), ORDERED);
    assertThatThrownBy(mistaken::identify)
        .isInstanceOf(PortFailure.class)
        .hasMessageContaining("of account " + OTHER);
    assertThat(mistaken.calls()).isEqualTo(7);
    assertThat(mistaken.now()).isEqualTo(now);
  }
}

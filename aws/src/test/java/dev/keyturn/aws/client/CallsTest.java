package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Failures for AWS's errors. */
class CallsTest {
  private static final String SHIPPED = " The role may.";
  private static final Failures OF_RUNS = new Failures(SHIPPED);

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED",
    "400, AccessDeniedException, DENIED",
    "403, '', DENIED",
    "403, InvalidClientTokenId, CREDENTIALS",
    "403, SignatureDoesNotMatch, CREDENTIALS",
    "400, ExpiredToken, CREDENTIALS",
    "400, Throttling, THROTTLED",
    "429, TooManyRequestsException, THROTTLED",
    "503, SlowDown, THROTTLED",
    "409, ConditionalRequestConflict, THROTTLED",
    "409, EntityTemporarilyUnmodifiable, THROTTLED",
    "404, NoSuchEntity, NOT_FOUND",
    "404, NoSuchBucket, REFUSED",
    "404, NotFoundException, REFUSED",
    "400, InvalidAction, UNSUPPORTED",
    "501, NotImplemented, UNSUPPORTED",
    "400, ValidationError, REFUSED",
    "409, LimitExceeded, REFUSED",
    "400, MessageRejected, REFUSED",
    "500, InternalFailure, UNCLEAR",
    "503, ServiceUnavailable, UNCLEAR",
  })
  void theKindSaysWhatIsKnownOfTheEffect(int status, String code, Kind kind) {
    AwsServiceException reply =
        AwsServiceException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage("No,\n not so.").build())
            .build();
    PortFailure failure = OF_RUNS.of("IAM TagUser for alice", reply, true, Duration.ZERO);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining("IAM TagUser for alice")
        .hasMessageContaining("No, not so.");
    assertThat(failure.message().endsWith(SHIPPED)).isEqualTo(kind == Kind.DENIED);
  }

  @Test
  void anUnknownHostWasNeverCalled() {
    PortFailure failure =
        OF_RUNS.of(
            "STS GetCallerIdentity",
            SdkClientException.create("no", new UnknownHostException("sts.example")),
            true,
            Duration.ZERO);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aMissingReplyIsUnclear() {
    PortFailure failure =
        OF_RUNS.of(
            "IAM CreateAccessKey for alice",
            SdkClientException.create("Read timed out"),
            true,
            Duration.ZERO);
    assertThat(failure.kind()).isEqualTo(Kind.UNCLEAR);
  }

  @Test
  void aCallThatWasNotSentHadNoEffect() {
    PortFailure failure =
        OF_RUNS.of(
            "S3 PutObject",
            SdkClientException.create("region was not a valid DNS name"),
            false,
            Duration.ZERO);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
  }
}

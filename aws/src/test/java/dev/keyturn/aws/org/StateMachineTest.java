package dev.keyturn.aws.org;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.SignedFixture;
import dev.keyturn.org.Executions.Execution;
import dev.keyturn.org.Executions.Status;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Executions are started and found by the calls of AWS Step Functions. */
class StateMachineTest {
  private static final String ARN =
      "arn:aws:states:eu-central-1:999999999999:stateMachine:keyturn-prod";

  private final List<String> asked = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final StateMachine machine = machine();

  private record Answer(int status, String body) {}

  private final class Server implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      assertThat(request.httpRequest().host()).isEqualTo("states.eu-central-1.amazonaws.com");
      assertThat(request.httpRequest().firstMatchingHeader("Content-Type"))
          .contains("application/x-amz-json-1.0");
      try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
        asked.add(
            request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow()
                + " "
                + new String(content.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Answer answer = answers.removeFirst();
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(answer.status()).build())
              .responseBody(
                  AbortableInputStream.create(
                      new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  private StateMachine machine() {
    SignedFixture fixture = SignedFixture.of(new Server());
    return new StateMachine(fixture.signed(), fixture.calls(), ARN);
  }

  private void refuse(String code) {
    answers.add(new Answer(400, "{\"__type\":\"" + code + "\",\"message\":\"AWS says no\"}"));
  }

  @Test
  void itIsNamedByTheEndOfItsArn() {
    assertThat(machine.machine()).isEqualTo("keyturn-prod");
  }

  @Test
  void anExecutionIsStartedByItsName() {
    answers.add(new Answer(200, "{\"executionArn\":\"x\",\"startDate\":1}"));
    machine.start("day-1");
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("AWSStepFunctions.StartExecution ")
        .contains("\"stateMachineArn\":\"" + ARN + "\"")
        .contains("\"name\":\"day-1\"")
        .contains("\"input\":\"{}\"");
  }

  /** The first attempt's reply was lost, and the execution has ended since. */
  @Test
  void aRepeatedStartOfAnExecutionThatEndedIsNoFailure() {
    answers.add(new Answer(500, "{}"));
    refuse("ExecutionAlreadyExists");
    machine.start("day-1");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aMachineThatDoesNotExistIsNamed() {
    refuse("com.amazonaws.swf.service.v2.model#StateMachineDoesNotExist");
    assertThatThrownBy(() -> machine.start("day-1"))
        .isInstanceOfSatisfying(
            PortFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
              assertThat(failure.message()).isEqualTo("There is no state machine " + ARN + ".");
            });
  }

  @Test
  void aDeniedStartIsReportedInTheWordsOfAws() {
    refuse("AccessDeniedException");
    assertThatThrownBy(() -> machine.start("day-1"))
        .isInstanceOfSatisfying(
            PortFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.DENIED);
              assertThat(failure.message()).contains("StartExecution of " + ARN, "AWS says no");
            });
    assertThat(asked).hasSize(1);
  }

  @Test
  void aRunningExecutionIsFound() {
    answers.add(
        new Answer(200, "{\"status\":\"RUNNING\",\"startDate\":1.7640000005E9,\"input\":\"{}\"}"));
    assertThat(machine.find("day-1"))
        .contains(new Execution(Status.RUNNING, Instant.ofEpochSecond(1_764_000_000), "", ""));
    assertThat(asked)
        .containsExactly(
            "AWSStepFunctions.DescribeExecution {\"executionArn\":"
                + "\"arn:aws:states:eu-central-1:999999999999:execution:keyturn-prod:day-1\"}");
  }

  @Test
  void oneThatFailedSaysWhenAndWhy() {
    answers.add(
        new Answer(
            200,
            "{\"status\":\"FAILED\",\"startDate\":1,\"stopDate\":86400,"
                + "\"error\":\"Keyturn.NotWell\",\"cause\":\"look\"}"));
    assertThat(machine.find("day-1"))
        .contains(
            new Execution(Status.FAILED, Instant.ofEpochSecond(86_400), "Keyturn.NotWell", "look"));
  }

  @Test
  void anExecutionThatDoesNotExistIsNotFound() {
    refuse("ExecutionDoesNotExist");
    assertThat(machine.find("day-1")).isEmpty();
  }

  @Test
  void anotherRefusalIsAFailure() {
    refuse("InvalidArn");
    assertThatThrownBy(() -> machine.find("day-1"))
        .isInstanceOfSatisfying(
            PortFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED));
  }
}

package dev.keyturn.aws.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.client.SignedFixture;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.event.EventBus.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Events in calls of ten; what a call does not accept is repeated, or reported. */
class EventBridgeTest {
  private static final String THROTTLED =
      "{\"ErrorCode\":\"ThrottlingException\",\"ErrorMessage\":\"slow down\"}";
  private static final String REFUSED =
      "{\"ErrorCode\":\"NotAuthorizedForDetailTypeException\",\"ErrorMessage\":\"no\"}";
  private static final Pattern NUMBER = Pattern.compile("\\{\\\\\"n\\\\\":(\\d+)}");

  private final List<String> asked = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();

  private record Answer(int status, String body) {}

  private final class Server implements SdkHttpClient, ExecutableHttpRequest {
    private String body = "";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
        body = new String(content.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      assertThat(request.httpRequest().firstMatchingHeader("X-Amz-Target"))
          .contains("AWSEvents.PutEvents");
      return this;
    }

    @Override
    public HttpExecuteResponse call() {
      asked.add(body);
      Answer answer = answers.isEmpty() ? accepted(numbers(body).size()) : answers.removeFirst();
      return HttpExecuteResponse.builder()
          .response(SdkHttpResponse.builder().statusCode(answer.status()).build())
          .responseBody(
              AbortableInputStream.create(new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
          .build();
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }

  private static Answer accepted(int events) {
    return answer(Collections.nCopies(events, "{\"EventId\":\"1\"}").toArray(String[]::new));
  }

  private static Answer answer(String... entries) {
    return new Answer(200, "{\"Entries\":[" + String.join(",", entries) + "]}");
  }

  /** The numbers of the events in a call. */
  private static List<Integer> numbers(String body) {
    return NUMBER
        .matcher(body)
        .results()
        .map((MatchResult found) -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private Optional<Rejected> put(int events) {
    SignedFixture fixture = SignedFixture.of(new Server());
    return new EventBridge(fixture.signed(), fixture.calls(), "security")
        .put(
            IntStream.range(0, events)
                .mapToObj(n -> new Message("Keyturn User Held", "{\"n\":" + n + "}"))
                .toList());
  }

  private List<List<Integer>> put() {
    return asked.stream().map(EventBridgeTest::numbers).toList();
  }

  @Test
  void noCallIsMadeWithoutEvents() {
    assertThat(put(0)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void anEventNamesBusSourceTypeAndDetail() {
    assertThat(put(1)).isEmpty();
    assertThat(asked)
        .containsExactly(
            "{\"Entries\":[{\"EventBusName\":\"security\",\"Source\":\"keyturn\","
                + "\"DetailType\":\"Keyturn User Held\",\"Detail\":\"{\\\"n\\\":0}\"}]}");
  }

  @Test
  void aCallPutsAtMostTen() {
    assertThat(put(21)).isEmpty();
    assertThat(put()).extracting(List::size).containsExactly(10, 10, 1);
    assertThat(put().stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, 21).boxed().toList());
  }

  @Test
  void onlyWhatWasNotAcceptedIsRepeated() {
    answers.add(answer("{\"EventId\":\"1\"}", THROTTLED, "{\"EventId\":\"2\"}"));
    assertThat(put(3)).isEmpty();
    assertThat(put()).containsExactly(List.of(0, 1, 2), List.of(1));
  }

  @Test
  void anInternalFailureIsRepeatedToo() {
    answers.add(answer("{\"ErrorCode\":\"InternalFailure\"}"));
    assertThat(put(1)).isEmpty();
    assertThat(put()).containsExactly(List.of(0), List.of(0));
  }

  @Test
  void aRefusedEventIsNotRepeatedAndEndsTheRest() {
    answers.add(answer("{\"EventId\":\"1\"}", REFUSED));
    answers.add(answer());
    assertThat(put(2))
        .contains(
            new Rejected(
                1,
                "EventBridge PutEvents to security did not accept an event:"
                    + " NotAuthorizedForDetailTypeException no"));
    assertThat(put()).hasSize(1);
  }

  @Test
  void throttlingThatDoesNotEndIsReportedAfterTwelveAttempts() {
    Collections.addAll(
        answers, Collections.nCopies(12, new Answer(200, tenThrottled())).toArray(Answer[]::new));
    assertThat(put(15))
        .hasValueSatisfying(
            rejected -> {
              assertThat(rejected.messages()).isEqualTo(15);
              assertThat(rejected.why()).contains("ThrottlingException", "slow down");
            });
    assertThat(asked).hasSize(12);
  }

  private static String tenThrottled() {
    return answer(Collections.nCopies(10, THROTTLED).toArray(String[]::new)).body();
  }

  @Test
  void aDeniedCallIsReportedWithAllEvents() {
    answers.add(
        new Answer(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"not authorized\"}"));
    assertThat(put(12))
        .hasValueSatisfying(
            rejected -> {
              assertThat(rejected.messages()).isEqualTo(12);
              assertThat(rejected.why()).contains("PutEvents to security", "not authorized");
            });
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotFitIsNoSuccess() {
    Collections.addAll(answers, Collections.nCopies(4, accepted(1)).toArray(Answer[]::new));
    assertThat(put(2))
        .hasValueSatisfying(
            rejected -> assertThat(rejected.why()).contains("answers for 1 of 2 events"));
  }
}

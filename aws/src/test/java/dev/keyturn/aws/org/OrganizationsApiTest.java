package dev.keyturn.aws.org;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.client.SignedFixture;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory.Listed;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** How many calls it takes to list the accounts of a large organization. */
class OrganizationsApiTest {
  private static final int OF_A_PAGE = 20;
  private static final int ACCOUNTS = 10_000;

  /** A root with two units; the first one has a unit below it. */
  private static final Map<String, List<String>> UNITS =
      Map.of("r-exam", List.of("ou-one", "ou-two"), "ou-one", List.of("ou-below"));

  private final List<String> asked = new ArrayList<>();
  private final OrganizationsApi organization = organization();

  /** The number of accounts before the page that is empty; none is if it is negative. */
  private int emptyAt = -1;

  private OrganizationsApi organization() {
    SignedFixture fixture = SignedFixture.of(new Server());
    return new OrganizationsApi(fixture.signed(), fixture.calls());
  }

  /** The accounts of a page. Its token is the number of accounts before it. */
  private String accounts(String token) {
    boolean empty = token.equals(String.valueOf(emptyAt));
    int from = token.isEmpty() ? 0 : Integer.parseInt(token.replace("after ", ""));
    int until = empty ? from : Math.min(ACCOUNTS, from + OF_A_PAGE);
    String page =
        IntStream.range(from, until)
            .mapToObj(
                "{\"Id\":\"%012d\",\"Name\":\"a\",\"Status\":\"ACTIVE\",\"JoinedTimestamp\":1.7E9}"
                    ::formatted)
            .collect(Collectors.joining(","));
    String next = empty ? "after " + from : until < ACCOUNTS ? String.valueOf(until) : "";
    return "{\"Accounts\":[%s]%s}"
        .formatted(page, next.isEmpty() ? "" : ",\"NextToken\":\"%s\"".formatted(next));
  }

  private String answer(String action, Map<?, ?> question) {
    String parent = JsonTree.text(question, "ParentId");
    return switch (action) {
      case "ListAccounts" -> accounts(JsonTree.text(question, "NextToken"));
      case "ListOrganizationalUnitsForParent" ->
          "{\"OrganizationalUnits\":[%s]}"
              .formatted(
                  UNITS.getOrDefault(parent, List.of()).stream()
                      .map("{\"Id\":\"%s\"}"::formatted)
                      .collect(Collectors.joining(",")));
      case "ListAccountsForParent" ->
          "{\"Accounts\":[{\"Id\":\"%012d\",\"Status\":\"ACTIVE\"}]}".formatted(asked.size());
      case "ListTagsForResource" -> "{\"__type\":\"TargetNotFoundException\"}";
      default -> throw new AssertionError(action);
    };
  }

  private final class Server implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
      String action = target.substring(target.indexOf('.') + 1);
      asked.add(action);
      String answer;
      try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
        answer = answer(action, JsonTree.object(new String(content.readAllBytes(), UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(answer.contains("__type") ? 400 : 200)
                      .build())
              .responseBody(
                  AbortableInputStream.create(new ByteArrayInputStream(answer.getBytes(UTF_8))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  @Test
  void tenThousandAccountsAreListedInFiveHundredCalls() {
    assertThat(organization.all()).extracting(Listed::id).doesNotHaveDuplicates().hasSize(ACCOUNTS);
    assertThat(asked).hasSize(500).containsOnly("ListAccounts");
  }

  @Test
  void anEmptyPageWithATokenDoesNotEndTheList() {
    emptyAt = ACCOUNTS / 2;
    assertThat(organization.all()).extracting(Listed::id).doesNotHaveDuplicates().hasSize(ACCOUNTS);
    assertThat(asked).hasSize(501);
  }

  @Test
  void anAccountThatHasLeftIsNamed() {
    assertThatThrownBy(() -> organization.tags(new AccountId("111122223333")))
        .isInstanceOfSatisfying(
            PortFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
              assertThat(failure.message())
                  .contains("Account 111122223333 is not in the organization any more.");
            });
  }

  @Test
  void aUnitTakesTwoCallsAndTwoForEachUnitBelowIt() {
    assertThat(organization.below("r-exam")).hasSize(4);
    assertThat(asked).hasSize(8);
  }
}

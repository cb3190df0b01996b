package dev.keyturn.aws.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.facts.AccountId;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of a run that are damaged. */
class RunObjectsTest {
  private static final String RESULT =
      "{\"account\":\"111122223333\",\"name\":\"web\",\"state\":\"ACTED\",\"users\":3}";

  private final Map<String, String> texts = new TreeMap<>();
  private final RunObjects objects =
      new RunObjects(
          new BucketObjects() {
            @Override
            public Optional<StoredText> read(String name) {
              return Optional.ofNullable(texts.get(name)).map(text -> new StoredText(text, "1"));
            }

            @Override
            public WriteResult write(String name, String text, Expected expected) {
              throw new AssertionError(name);
            }

            @Override
            public List<String> names(String beginning) {
              return texts.keySet().stream().filter(name -> name.startsWith(beginning)).toList();
            }
          },
          "day-1");

  private void put(String name, String text) {
    texts.put("org/runs/day-1/" + name, text);
  }

  private static void refused(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(PortFailure.class)
        .hasMessageStartingWith("Object org/runs/day-1/" + name + " cannot be read: ")
        .extracting(failure -> ((PortFailure) failure).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "(longer than any object of Keyturn's)",
        "{}",
        "{\"account\":\"12\",\"state\":\"ACTED\"}",
        "{\"account\":\"111122223333\",\"state\":\"UNHEARD_OF\"}",
        "{\"account\":\"111122223333\",\"state\":\"ACTED\",\"users\":1.5}",
        "{\"account\":\"111122223333\",\"state\":\"ACTED\",\"users\":99999999999}",
      })
  void aDamagedResultIsAFailureThatNamesIt(String text) {
    put("act/111122223333.json", text);
    refused(
        "act/111122223333.json", () -> objects.read("act/111122223333.json", ResultJson::result));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "{}", "[1]", "[{}", "[{\"state\":\"UNHEARD_OF\"}]"})
  void aDamagedListIsAFailureThatNamesIt(String text) {
    put("report.json", text);
    refused("report.json", () -> objects.find("report.json", ResultJson::result));
    refused("report.json", () -> objects.list("report.json", ResultJson::result));
  }

  @Test
  void resultsAreReadByAccountAndOtherNamesAreLeftOut() {
    put("act/111122223333.json", RESULT);
    put("act/manifest.json", "damaged");
    AccountId id = new AccountId("111122223333");
    assertThat(objects.accounts("act/")).containsExactly(id);
    assertThat(objects.all("act/", Runnable::run, ResultJson::result))
        .containsOnlyKeys(id)
        .allSatisfy((_, result) -> assertThat(result.name()).isEqualTo("web"));
  }
}

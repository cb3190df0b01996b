package dev.keyturn.aws.org;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
  /** The longest object that is read. */
  private static final int LONGEST = 4 * 1024 * 1024;

  private static AccountResult denied(int number, String why) {
    return AccountResult.of(
        new AccountId("%012d".formatted(number)),
        "a name of fifty characters, as long as AWS takes it",
        AccountState.DENIED,
        why);
  }

  private static List<AccountResult> denied(String why) {
    return IntStream.range(0, 10_000).mapToObj(number -> denied(number, why)).toList();
  }

  private static int bytes(List<AccountResult> results) {
    return JsonTree.write(ResultJson.of(ResultJson.shortened(results))).getBytes(UTF_8).length;
  }

  @Test
  void tenThousandDeniedAccountsCanBeReadAgain() {
    String awsSays = "STS AssumeRole of arn:aws:iam: not authorized to perform: ".repeat(8);
    assertThat(bytes(denied(awsSays))).isLessThan(LONGEST);
    assertThat(bytes(denied("\u4f60\u597d".repeat(200)))).isLessThan(LONGEST);
    assertThat(bytes(denied("\ud83d\udd11".repeat(200)))).isLessThan(LONGEST);
  }

  @Test
  void aDetailThatIsCutSaysSoAndBeginsAsBefore() {
    AccountResult first = ResultJson.shortened(denied("role ü " + "x".repeat(400))).getFirst();
    assertThat(first.detail()).startsWith("role ü xxx").endsWith("x…").hasSizeBetween(90, 110);
    AccountResult pairs = ResultJson.shortened(denied("\ud83d\udd11".repeat(200))).getFirst();
    assertThat(pairs.detail()).endsWith("\ud83d\udd11…");
  }

  @Test
  void fewDetailsStayWhole() {
    List<AccountResult> results = List.of(denied(1, "x".repeat(100_000)), denied(2, ""));
    assertThat(ResultJson.shortened(results)).isEqualTo(results);
    List<AccountResult> read =
        ResultJson.of(ResultJson.shortened(results)).stream().map(ResultJson::result).toList();
    assertThat(read.getFirst().detail()).isEqualTo(results.getFirst().detail());
  }
}

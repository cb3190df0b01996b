package dev.keyturn.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import org.junit.jupiter.api.Test;

class HandOverTest {
  private static final KeyId KEY = new KeyId("AKIA0000000000000001");

  private static String file(String user, String secret) {
    return new String(new HandOver(new UserName(user), KEY, new Secret(secret)).file(), UTF_8);
  }

  @Test
  void isAHeaderAndOneLineEndedAsRfc4180HasIt() {
    assertThat(file("alice", "wJalr/+="))
        .isEqualTo(
            "UserName,AccessKeyId,SecretAccessKey\r\nalice,AKIA0000000000000001,wJalr/+=\r\n");
  }

  @Test
  void quotesAUserNameWithAComma() {
    assertThat(file("doe,jane", "s"))
        .isEqualTo(
            "UserName,AccessKeyId,SecretAccessKey\r\n\"doe,jane\",AKIA0000000000000001,s\r\n");
  }

  @Test
  void quotesWhatASpreadsheetMayTakeForAFormula() {
    assertThat(file("=alice", "+wJalr/="))
        .endsWith("\r\n\"=alice\",AKIA0000000000000001,\"+wJalr/=\"\r\n");
  }

  @Test
  void quotesQuotesAndLineEnds() {
    assertThat(file("alice", "a\"b\r\nc")).endsWith(",\"a\"\"b\r\nc\"\r\n");
  }

  @Test
  void liesUnderANameOfUserAndKey() {
    assertThat(HandOver.objectKey(new UserName("a.b+c=d,e@f-g_h"), KEY))
        .isEqualTo("credential/a.b+c=d,e@f-g_h/a.b+c=d,e@f-g_h_AKIA0000000000000001.csv");
  }

  @Test
  void printsItsSecretAsAConstant() {
    Secret secret = new Secret("do-not-print");
    assertThat(secret).hasToString("(secret)");
    assertThat(new HandOver(new UserName("alice"), KEY, secret).toString())
        .contains("(secret)")
        .doesNotContain("do-not-print");
  }
}

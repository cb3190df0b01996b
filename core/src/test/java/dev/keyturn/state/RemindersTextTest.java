package dev.keyturn.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Reminders.Last;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemindersTextTest {
  private static final String ACCOUNT = "123456789012";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final Map<UserName, Last> LAST =
      Map.of(
          new UserName("bob"),
          new Last(
              DAY,
              Reason.Warn.BOTH_ACTIVE,
              List.of(new KeyId("AKIA000000000002"), new KeyId("AKIA000000000003"))),
          new UserName("alice"),
          new Last(DAY, Reason.Warn.WARNING, List.of(new KeyId("AKIA000000000001"))));

  @Test
  void saysOneUserALineByName() {
    assertThat(RemindersText.of(ACCOUNT, LAST))
        .startsWith(
            """
            keyturn reminders 1 of 123456789012
            alice|2026-11-20|WARNING|AKIA000000000001
            bob|2026-11-20|BOTH_ACTIVE|AKIA000000000002|AKIA000000000003
            """)
        .containsPattern("\\nsha256 [0-9a-f]{64}\\n$");
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(RemindersText.read(RemindersText.of(ACCOUNT, LAST), ACCOUNT)).contains(LAST);
    assertThat(RemindersText.read(RemindersText.of(ACCOUNT, Map.of()), ACCOUNT)).contains(Map.of());
  }

  @Test
  void isNotBelievedInAnotherAccount() {
    assertThat(RemindersText.read(RemindersText.of("999999999999", LAST), ACCOUNT)).isEmpty();
  }

  @Test
  void isNotBelievedWhereAnyCharacterIsAnotherOrMissing() {
    String text = RemindersText.of(ACCOUNT, LAST);
    for (int i = 0; i < text.length(); i++) {
      String cut = text.substring(0, i);
      assertThat(RemindersText.read(cut, ACCOUNT)).as(cut).isEmpty();
      assertThat(RemindersText.read(cut + "~" + text.substring(i + 1), ACCOUNT)).as(cut).isEmpty();
    }
  }

  @Test
  void isNotBelievedWhereASealedLineMakesNoSense() {
    for (String line :
        List.of(
            "alice|yesterday|WARNING|AKIA000000000001",
            "alice|2026-11-20|SHOUTING|AKIA000000000001",
            "alice|2026-11-20|WARNING|key",
            "alice|2026-11-20",
            "a/b|2026-11-20|WARNING|AKIA000000000001",
            "")) {
      String text = SealedText.seal("keyturn reminders 1 of " + ACCOUNT + "\n" + line + "\n");
      assertThat(RemindersText.read(text, ACCOUNT)).as(line).isEmpty();
    }
  }
}

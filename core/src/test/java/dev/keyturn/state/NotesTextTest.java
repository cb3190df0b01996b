package dev.keyturn.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotesTextTest {
  private static final String ACCOUNT = "123456789012";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final UserName ALICE = new UserName("alice");
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId RETIRED = new KeyId("AKIA000000000006");
  private static final KeyId OFF = new KeyId("AKIA000000000008");
  private static final KeyId KEPT = new KeyId("AKIA000000000007");
  private static final Notes NOTES =
      Notes.none()
          .deactivated(ALICE, OLD, DAY)
          .reactivated(ALICE, OLD)
          .warned(ALICE, OLD, new EmailAddress("alice@corp.example"), DAY)
          .stored(
              new KeyId("AKIA000000000002"),
              new Notes.File(ALICE, DAY, new Fingerprint(112, Optional.of("9f86d0")), true))
          .stored(
              new KeyId("AKIA000000000003"),
              new Notes.File(ALICE, DAY, new Fingerprint(113, Optional.empty()), false))
          .stored(
              new KeyId("AKIA000000000004"),
              new Notes.File(
                  ALICE,
                  DAY,
                  new Fingerprint(112, Optional.empty()),
                  2,
                  false,
                  Delivery.ADMINISTRATOR))
          .ordered(OLD, new Notes.Order(ALICE, DAY, true))
          .ordered(new KeyId("AKIA000000000005"), new Notes.Order(ALICE, DAY, false))
          .unused(ALICE, OLD, new EmailAddress("alice@corp.example"), DAY)
          .unused(ALICE, RETIRED, new EmailAddress("alice@corp.example"), DAY)
          .retired(RETIRED, true)
          .unused(ALICE, OFF, new EmailAddress("alice@corp.example"), DAY)
          .retired(OFF, true)
          .deactivated(ALICE, OFF, DAY)
          .unused(ALICE, KEPT, new EmailAddress("alice@corp.example"), DAY)
          .kept(KEPT, DAY.plusDays(1))
          .exposed(OLD, new Notes.Exposed(ALICE, DAY))
          .creating(OLD, new Notes.Creating(ALICE, Instant.parse("2026-11-20T02:00:05Z")));

  @Test
  void saysOneFactALine() {
    assertThat(NotesText.of(ACCOUNT, NOTES))
        .startsWith(
            """
            keyturn notes 1 of 123456789012
            inactive|AKIA000000000001|alice|2026-11-20
            inactive|AKIA000000000008|alice|2026-11-20
            file|AKIA000000000002|alice|2026-11-20|112|9f86d0|accepted
            file|AKIA000000000003|alice|2026-11-20|113||stored
            file|AKIA000000000004|alice|2026-11-20|112||announced 2|administrator
            reactivated|AKIA000000000001|alice|1
            warned|AKIA000000000001|alice|2026-11-20|169009fb11749df0
            order|AKIA000000000001|alice|2026-11-20|compromised
            order|AKIA000000000005|alice|2026-11-20|ahead
            unused|AKIA000000000001|alice|2026-11-20|169009fb11749df0|warned
            unused|AKIA000000000006|alice|2026-11-20|169009fb11749df0|retired
            unused|AKIA000000000007|alice|2026-11-21|169009fb11749df0|kept
            unused|AKIA000000000008|alice|2026-11-20|169009fb11749df0|off
            exposed|AKIA000000000001|alice|2026-11-20
            creating|AKIA000000000001|alice|2026-11-20T02:00:05Z
            """)
        .containsPattern("\\nsha256 [0-9a-f]{64}\\n$");
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(NotesText.read(NotesText.of(ACCOUNT, NOTES), ACCOUNT)).contains(NOTES);
    assertThat(NotesText.read(NotesText.of(ACCOUNT, Notes.none()), ACCOUNT)).contains(Notes.none());
  }

  @Test
  void isNotBelievedInAnotherAccount() {
    assertThat(NotesText.read(NotesText.of("999999999999", NOTES), ACCOUNT)).isEmpty();
  }

  @Test
  void isNotBelievedWhereAnyCharacterIsAnotherOrMissing() {
    String text = NotesText.of(ACCOUNT, NOTES);
    for (int i = 0; i < text.length(); i++) {
      String cut = text.substring(0, i);
      assertThat(NotesText.read(cut, ACCOUNT)).as(cut).isEmpty();
      assertThat(NotesText.read(cut + "~" + text.substring(i + 1), ACCOUNT)).as(cut).isEmpty();
    }
  }

  @Test
  void isNotBelievedWhereASealedLineMakesNoSense() {
    for (String line :
        List.of(
            "inactive|AKIA000000000001|alice|yesterday",
            "inactive|AKIA000000000001|alice",
            "file|AKIA000000000002|alice|2026-11-20|many|9f86d0|announced",
            "file|AKIA000000000002|alice|2026-11-20|-1|9f86d0|announced",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|announced 1",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|announced -1",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|announced 0",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|announced two",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|accepted 1",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|acceptedly",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|announced|neighbour",
            "file|AKIA000000000002|alice|2026-11-20|112|9f86d0|shouted",
            "reactivated|AKIA000000000001|alice|often",
            "forgotten|AKIA000000000001|alice|2026-11-20",
            "creating|AKIA000000000001|alice|2026-11-20",
            "inactive|key|alice|2026-11-20",
            "")) {
      String text = SealedText.seal("keyturn notes 1 of " + ACCOUNT + "\n" + line + "\n");
      assertThat(NotesText.read(text, ACCOUNT)).as(line).isEmpty();
    }
  }
}

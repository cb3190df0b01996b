package dev.keyturn.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.state.SealedText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String ACCOUNT = "123456789012";
  private static final UserName ALICE = new UserName("alice");
  private static final Instant MADE = Instant.parse("2026-09-01T09:00:00Z");
  private static final Instant CHANGED = Instant.parse("2026-11-21T17:00:00Z");
  private static final List<AccessKey> KEYS =
      List.of(new AccessKey(new KeyId("AKIA000000000001"), KeyStatus.ACTIVE, MADE));

  private static ReportedUser told(Instant changed) {
    return new ReportedUser(
        ALICE, MADE, List.of(new ReportedKey(true, changed, new LastUse.Never())), false);
  }

  private static Ledger learnt() {
    Ledger ledger = Ledger.empty(ACCOUNT);
    ledger.learn(told(CHANGED), KEYS);
    return ledger;
  }

  private static String text() {
    return learnt().text(Map.of(ALICE, told(CHANGED)));
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(text())
        .startsWith(
            """
            keyturn ledger 1 of 123456789012
            alice|since 2026-09-01T09:00:00Z on 2026-11-21T17:00:00Z|AKIA000000000001 ACTIVE 2026-09-01T09:00:00Z
            sha256\
            """);
    Ledger read = Ledger.read(text(), ACCOUNT).orElseThrow();
    assertThat(read.keys(told(CHANGED))).contains(KEYS);
    assertThat(read.changed()).isFalse();
    assertThat(read.text(Map.of(ALICE, told(CHANGED)))).isEqualTo(text());
  }

  @Test
  void knowsNothingOnceSomethingElseIsSaid() {
    Ledger ledger = learnt();
    assertThat(ledger.changed()).isTrue();
    assertThat(ledger.keys(told(CHANGED.plusSeconds(1)))).isEmpty();
    assertThat(ledger.text(Map.of(ALICE, told(CHANGED.plusSeconds(1))))).doesNotContain("alice");
    assertThat(ledger.text(Map.of())).doesNotContain("alice");
    assertThat(ledger.changed()).isFalse();
  }

  @Test
  void learnsNothingThatContradictsWhatIsSaid() {
    Ledger ledger = Ledger.empty(ACCOUNT);
    ledger.learn(told(MADE.minusSeconds(1)), KEYS);
    ledger.learn(told(CHANGED), List.of());
    assertThat(ledger.changed()).isFalse();
    assertThat(ledger.keys(told(CHANGED))).isEmpty();
  }

  @Test
  void aForgedAgeOfAKeyThatIsSeenToBeOldIsNotBelieved() {
    Ledger forged = Ledger.empty(ACCOUNT);
    forged.learn(told(CHANGED), KEYS);
    String text = forged.text(Map.of(ALICE, told(CHANGED)));
    ReportedUser old = told(MADE.minusSeconds(1));
    String claim = text.replace(told(CHANGED).said(), old.said());
    String body = claim.substring(0, claim.indexOf("sha256"));
    assertThat(Ledger.read(SealedText.seal(body), ACCOUNT).orElseThrow().keys(old)).isEmpty();
  }

  @Test
  void forgets() {
    Ledger ledger = Ledger.read(text(), ACCOUNT).orElseThrow();
    ledger.forget(new UserName("bob"));
    assertThat(ledger.changed()).isFalse();
    ledger.forget(ALICE);
    assertThat(ledger.changed()).isTrue();
    assertThat(ledger.keys(told(CHANGED))).isEmpty();
  }

  @Test
  void ofAnotherAccountOrDamagedAnywhereItIsNone() {
    String text = text();
    assertThat(Ledger.read(text, "999999999999")).isEmpty();
    for (int at = 0; at < text.length(); at++) {
      assertThat(Ledger.read(text.substring(0, at), ACCOUNT)).as("cut at %d", at).isEmpty();
      char other = text.charAt(at) == '1' ? '2' : '1';
      String changed = text.substring(0, at) + other + text.substring(at + 1);
      assertThat(Ledger.read(changed, ACCOUNT)).as("changed at %d", at).isEmpty();
    }
    for (String body :
        List.of("alice\n", "alice|since|AKIA000000000001\n", "no name|said\n", "a|b|c d e\n")) {
      assertThat(Ledger.read(SealedText.seal("keyturn ledger 1 of 123456789012\n" + body), ACCOUNT))
          .as(body)
          .isEqualTo(Optional.empty());
    }
  }
}

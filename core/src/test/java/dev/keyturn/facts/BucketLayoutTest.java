package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys in the bucket are public interface. */
class BucketLayoutTest {
  private static final List<String> NAMES =
      List.of(
          "credential/alice/alice_AKIA.csv",
          "state/lease.json",
          "audit/2026-11-22/run-1.jsonl",
          "audit/",
          "reports/2026-11-22-run.html");
  private static final BucketLayout MEMBER = new BucketLayout.Member(new AccountId("111122223333"));

  @Test
  void keepsTheNamesOfOneAccount() {
    BucketLayout layout = new BucketLayout.OneAccount();
    assertThat(NAMES).allSatisfy(name -> assertThat(layout.key(name)).isEqualTo(name));
    assertThat(NAMES).allSatisfy(name -> assertThat(layout.name(name)).isEqualTo(name));
  }

  @Test
  void putsTheAccountAfterTheKind() {
    assertThat(NAMES.stream().map(MEMBER::key))
        .containsExactly(
            "org/credential/111122223333/alice/alice_AKIA.csv",
            "org/state/111122223333/lease.json",
            "org/audit/111122223333/2026-11-22/run-1.jsonl",
            "org/audit/111122223333/",
            "org/reports/111122223333/2026-11-22-run.html");
    assertThat(NAMES).allSatisfy(name -> assertThat(MEMBER.name(MEMBER.key(name))).isEqualTo(name));
  }

  @Test
  void refusesWhatIsNotTheAccounts() {
    for (String key :
        List.of(
            "state/lease.json",
            "org/state/111122223334/lease.json",
            "org/state/1111222233334/lease.json",
            "org/111122223333",
            "state/111122223333/lease.json")) {
      assertThatIllegalArgumentException().isThrownBy(() -> MEMBER.name(key));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> MEMBER.key("lease.json"));
  }

  @Test
  void knowsAnAccountByTwelveDigits() {
    for (String id : List.of("", "123", "1111222233334", "11112222333a", "１１１１２２２２３３３３")) {
      assertThat(AccountId.isLegal(id)).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AccountId(id))
          .withMessageContaining("'" + id + "'");
    }
    assertThat(new AccountId("000000000001")).isLessThan(new AccountId("000000000002"));
  }
}

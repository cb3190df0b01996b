package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a run over an organization changes no more accounts. */
class StopRulesTest {
  private static Set<AccountId> accounts(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> new AccountId("%012d".formatted(number)))
        .collect(Collectors.toSet());
  }

  private static List<AccountState> ring(int good, AccountState bad, int many) {
    List<AccountState> states = new ArrayList<>();
    for (int i = 0; i < good; i++) {
      states.add(AccountState.ACTED);
    }
    for (int i = 0; i < many; i++) {
      states.add(bad);
    }
    return states;
  }

  @Test
  void stopBeforeActingIfFewerThanNineInTenAreReachedAgain() {
    Set<AccountId> last = accounts(1, 10);
    assertThat(StopRules.beforeActing(last, last, accounts(2, 10))).isEmpty();
    assertThat(StopRules.beforeActing(last, last, accounts(3, 10)))
        .hasValueSatisfying(why -> assertThat(why).contains("only 8 of 10"));
  }

  @Test
  void doNotMissAccountsThatLeftAndDoNotCountNewOnes() {
    assertThat(StopRules.beforeActing(accounts(1, 10), accounts(6, 20), accounts(6, 10))).isEmpty();
    assertThat(StopRules.beforeActing(accounts(1, 10), accounts(1, 30), accounts(9, 30)))
        .isPresent();
    assertThat(StopRules.beforeActing(Set.of(), accounts(1, 3), Set.of())).isEmpty();
  }

  @Test
  void stopAfterARingOfWhichMoreThanThePercentageFailedOrWasLost() {
    for (AccountState bad : List.of(AccountState.FAILED, AccountState.DENIED, AccountState.LOST)) {
      assertThat(StopRules.afterRing(ring(9, bad, 1), 10)).isEmpty();
      assertThat(StopRules.afterRing(ring(8, bad, 2), 10))
          .hasValueSatisfying(why -> assertThat(why).contains("2 of its 10 accounts"));
      assertThat(StopRules.afterRing(ring(9, bad, 1), 0)).isPresent();
      assertThat(StopRules.afterRing(ring(0, bad, 5), 100)).isEmpty();
    }
    assertThat(StopRules.afterRing(ring(1, AccountState.DEFERRED, 9), 0)).isEmpty();
    assertThat(StopRules.afterRing(List.of(), 0)).isEmpty();
  }
}

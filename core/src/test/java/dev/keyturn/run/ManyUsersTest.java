package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A failure with one user stops no other. */
class ManyUsersTest {
  private static AccountFixture users(int count) {
    AccountFixture account = new AccountFixture();
    for (int i = 1; i <= count; i++) {
      UserName user = new UserName("user-%03d".formatted(i));
      account.user(user, Map.of("email", user + "@corp.example"));
      account.key(user, KeyStatus.ACTIVE, 61);
    }
    return account;
  }

  @Test
  void of130UsersOneThatFailsIsOneRowAndAllOthersAreDone() {
    for (String verb :
        new String[] {
          "keys of user-077",
          "tags of user-077",
          "tag user-077",
          "create a key of user-077",
          "store AKIA000000000207",
          "mail user-077@corp.example"
        }) {
      for (Fate fate : new Fate[] {Fate.DENIED, Fate.THROTTLED, Fate.LOST_BEFORE, Fate.REFUSED}) {
        AccountFixture account = users(130);
        Report report = account.apply(Weather.on(verb, fate)).report();
        assertThat(report.failed()).as("%s %s", verb, fate).isEqualTo(1);
        assertThat(report.count(Verb.ROTATE)).isEqualTo(129);
        assertThat(report.rows())
            .hasSize(130)
            .filteredOn(row -> row.outcome() instanceof Outcome.Failed)
            .singleElement()
            .satisfies(
                row -> {
                  assertThat(row.user()).hasToString("user-077");
                  assertThat(row.outcome().toString()).contains(fate.name());
                });
        assertThat(account.aws.objects).hasSize(verb.startsWith("mail") ? 130 : 129);
      }
    }
  }

  @Test
  void aMistakeOfOursWithOneUserIsOneRowToo() {
    AccountFixture account = users(5);
    Report report =
        account
            .apply(
                call -> {
                  if (call.is("tag user-003")) {
                    throw new IllegalStateException("a mistake");
                  }
                  return Fate.FINE;
                })
            .report();
    assertThat(report.count(Verb.ROTATE)).isEqualTo(4);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.rows().get(2).outcome().toString()).contains("a defect of Keyturn");
  }

  @Test
  void everyThirdCallThrottledOrLostOnItsWayDelaysAllAndFailsNone() {
    for (Fate fate : new Fate[] {Fate.THROTTLED, Fate.UNREACHABLE}) {
      AccountFixture account = users(130);
      Report report = account.apply(call -> call.number() % 3 == 0 ? fate : Fate.FINE).report();
      assertThat(report.failed()).isZero();
      assertThat(report.count(Verb.ROTATE)).isEqualTo(130);
      assertThat(account.aws.objects).hasSize(130);
      assertThat(account.aws.mails).hasSize(130);
    }
  }

  @Test
  void theReportCountsUsersAndCallsAndNamesThemInOrder() {
    AccountFixture account = users(3);
    account.user(new UserName("unmanaged"), Map.of());
    AccountFixture.Done done = account.apply();
    assertThat(done.report().users()).isEqualTo(4);
    assertThat(done.report().managed()).isEqualTo(3);
    assertThat(done.report().apiCalls()).isEqualTo(done.connection().log.size());
    assertThat(done.report().date()).isEqualTo(AccountFixture.TODAY);
    assertThat(done.report().rows()).extracting(row -> row.user().value()).isSorted().hasSize(3);
  }

  @Test
  void aUserWhoIsDeletedWhileTheAccountIsReadIsNoFailure() {
    AccountFixture account = users(3);
    Report report =
        account
            .apply(
                call -> {
                  if (call.is("keys of user-002")) {
                    account.aws.users.remove(new UserName("user-002"));
                  }
                  return Fate.FINE;
                })
            .report();
    assertThat(report.failed()).isZero();
    assertThat(report.count(Verb.ROTATE)).isEqualTo(2);
  }
}

package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.RuntimeEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Users at IAM's limits, and unmanaged users. */
class LimitsTest {
  private static Map<String, String> tags(int others) {
    Map<String, String> tags = new TreeMap<>(Map.of("email", "alice@corp.example"));
    for (int i = 1; i <= others; i++) {
      tags.put("tag-" + i, "x");
    }
    return tags;
  }

  private static AccountFixture aliceWith(Map<String, String> tags) {
    AccountFixture account = new AccountFixture().user(ALICE, tags);
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    return account;
  }

  @Test
  void aUserWith48TagsIsRotatedAndBearsTwoMore() {
    AccountFixture account = aliceWith(tags(47));
    account.apply();
    assertThat(account.aws.now(ALICE).tags()).hasSize(50).containsKey(AccountFixture.DATE_TAG);
    assertThat(account.aws.now(ALICE).keys()).hasSize(2);
  }

  @Test
  void aUserWith49TagsIsReportedAndNotTouched() {
    AccountFixture account = aliceWith(tags(48));
    AccountFixture.Done done = account.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.NO_ROOM_FOR_TAGS);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void aUserWhoseTagsFilledUpSinceThePlanIsNotTouched() {
    AccountFixture account = aliceWith(tags(47));
    RuntimeEnvironment runtime = account.runtime();
    Connection connection = new Connection(account.aws, Weather.fine(), runtime);
    Run run = account.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    account.aws.tag(ALICE, Map.of("one-more", "x"));
    assertThat(AccountFixture.apply(run, plan).rows())
        .singleElement()
        .matches(row -> row.decision().reason() == Reason.Hold.CHANGED_MEANWHILE);
    assertThat(connection.log).noneMatch(Weather.Call::write);
  }

  @Test
  void aWholeLifeLeavesNoTagBehindWhateverTheCaseOfTheAddressTag() {
    AccountFixture account = aliceWith(Map.of("EMail", "alice@corp.example"));
    int most = 0;
    for (int day = 0; day <= 21; day++) {
      account.apply();
      most = Math.max(most, account.aws.now(ALICE).tags().size());
      account.used(account.aws.now(ALICE).keys().getLast().id()).later(Duration.ofDays(1));
    }
    assertThat(most).isEqualTo(3);
    assertThat(account.aws.now(ALICE).tags()).containsOnlyKeys("EMail");
    assertThat(account.aws.now(ALICE).keys()).hasSize(1);
  }

  @Test
  void aUserWithoutAnAddressIsNeverWrittenTo() {
    for (String date :
        List.of(
            "",
            "2026-11-01T12:00:00Z rotating",
            "2026-11-01T12:00:00Z stored",
            "2026-11-01",
            "2026-11-01 deactivating",
            "2026-11-01 deactivated",
            "2026-11-01 deleting",
            "nonsense")) {
      for (String address : List.of("", "n/a")) {
        AccountFixture account = aliceWith(address.isEmpty() ? Map.of() : Map.of("email", address));
        if (!date.isEmpty()) {
          account.record(date, account.aws.now(ALICE).keys().getFirst().id());
        }
        AccountFixture.Done done = account.apply();
        assertThat(done.connection().log)
            .as("'%s' '%s'", date, address)
            .noneMatch(Weather.Call::write);
        assertThat(done.report().rows()).hasSize(date.isEmpty() && address.isEmpty() ? 0 : 1);
      }
    }
  }

  @Test
  void oddButLegalUserNamesAreRotatedLikeAnyOther() {
    for (String name : List.of("a.b+c=d,e@f-g_h", "doe,jane", "n".repeat(64))) {
      UserName user = new UserName(name);
      AccountFixture account =
          new AccountFixture().user(user, Map.of("email", "alice@corp.example"));
      account.key(user, KeyStatus.ACTIVE, 61);
      assertThat(account.apply().report().failed()).isZero();
      String object = "credential/%s/%s_AKIA000000000002.csv".formatted(name, name);
      assertThat(account.aws.objects).containsOnlyKeys(object);
      assertThat(new String(account.aws.objects.getOrDefault(object, new byte[0]), UTF_8))
          .contains(name.contains(",") ? "\n\"" + name + "\"," : "\n" + name + ",");
    }
  }
}

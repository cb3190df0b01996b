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
    AccountFixture lab = new AccountFixture().user(ALICE, tags);
    lab.key(ALICE, KeyStatus.ACTIVE, 61);
    return lab;
  }

  @Test
  void aUserWith48TagsIsRotatedAndBearsTwoMore() {
    AccountFixture lab = aliceWith(tags(47));
    lab.apply();
    assertThat(lab.aws.now(ALICE).tags()).hasSize(50).containsKey(AccountFixture.DATE_TAG);
    assertThat(lab.aws.now(ALICE).keys()).hasSize(2);
  }

  @Test
  void aUserWith49TagsIsReportedAndNotTouched() {
    AccountFixture lab = aliceWith(tags(48));
    AccountFixture.Done done = lab.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Hold.NO_ROOM_FOR_TAGS);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  @Test
  void aUserWhoseTagsFilledUpSinceThePlanIsNotTouched() {
    AccountFixture lab = aliceWith(tags(47));
    RuntimeEnvironment runtime = lab.runtime();
    Connection connection = new Connection(lab.aws, Weather.fine(), runtime);
    Run run = lab.run(connection, runtime);
    Plan plan = AccountFixture.plan(run);
    lab.aws.tag(ALICE, Map.of("one-more", "x"));
    assertThat(AccountFixture.apply(run, plan).rows())
        .singleElement()
        .matches(row -> row.decision().reason() == Reason.Hold.CHANGED_MEANWHILE);
    assertThat(connection.log).noneMatch(Weather.Call::write);
  }

  @Test
  void aWholeLifeLeavesNoTagBehindWhateverTheCaseOfTheAddressTag() {
    AccountFixture lab = aliceWith(Map.of("EMail", "alice@corp.example"));
    int most = 0;
    for (int day = 0; day <= 21; day++) {
      lab.apply();
      most = Math.max(most, lab.aws.now(ALICE).tags().size());
      lab.used(lab.aws.now(ALICE).keys().getLast().id()).later(Duration.ofDays(1));
    }
    assertThat(most).isEqualTo(3);
    assertThat(lab.aws.now(ALICE).tags()).containsOnlyKeys("EMail");
    assertThat(lab.aws.now(ALICE).keys()).hasSize(1);
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
        AccountFixture lab = aliceWith(address.isEmpty() ? Map.of() : Map.of("email", address));
        if (!date.isEmpty()) {
          lab.record(date, lab.aws.now(ALICE).keys().getFirst().id());
        }
        AccountFixture.Done done = lab.apply();
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
      AccountFixture lab = new AccountFixture().user(user, Map.of("email", "alice@corp.example"));
      lab.key(user, KeyStatus.ACTIVE, 61);
      assertThat(lab.apply().report().failed()).isZero();
      String object = "credential/%s/%s_AKIA000000000002.csv".formatted(name, name);
      assertThat(lab.aws.objects).containsOnlyKeys(object);
      assertThat(new String(lab.aws.objects.getOrDefault(object, new byte[0]), UTF_8))
          .contains(name.contains(",") ? "\n\"" + name + "\"," : "\n" + name + ",");
    }
  }
}

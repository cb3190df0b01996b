package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.mail.Mail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole life of a key, by one run a day. */
class LifeOfAKeyTest {
  private final AccountFixture account = new AccountFixture().alice();
  private final List<String> story = new ArrayList<>();
  private int since;
  private String last = "";

  @Test
  void isWarnedAboutReplacedSwitchedOffAndDeletedEachOnItsDay() {
    account.key(ALICE, KeyStatus.ACTIVE, 0);
    for (int day = 0; day <= 125; day++) {
      if (day == 65) {
        account.used(account.aws.now(ALICE).keys().getLast().id());
      }
      tell(day);
    }
    story.add("%3d to 125 %s".formatted(since, last));

    assertThat(String.join("\n", story) + "\n")
        .isEqualTo(
            """
              0 to  30 nothing               | 1 ACTIVE             | no record               |
             31 to  60 warn WARNING          | 1 ACTIVE             | no record               | Warned
             61 to  61 rotate OVERDUE        | 1 ACTIVE, 2 ACTIVE   | 2027-01-22              | Replaced
             62 to  71 nothing               | 1 ACTIVE, 2 ACTIVE   | 2027-01-22              |
             72 to  72 deactivate GRACE_OVER | 1 INACTIVE, 2 ACTIVE | 2027-02-02 deactivated  | Deactivated
             73 to  79 nothing               | 1 INACTIVE, 2 ACTIVE | 2027-02-02 deactivated  |
             80 to  80 delete RETENTION_OVER | 2 ACTIVE             | no record               | Deleted
             81 to  91 nothing               | 2 ACTIVE             | no record               |
             92 to 121 warn WARNING          | 2 ACTIVE             | no record               | Warned
            122 to 122 rotate OVERDUE        | 2 ACTIVE, 3 ACTIVE   | 2027-03-24              | Replaced
            123 to 125 nothing               | 2 ACTIVE, 3 ACTIVE   | 2027-03-24              |
            """);
  }

  @Test
  void keepsAnOldKeyTwiceAsLongIfTheNewOneWasNotFetched() {
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    for (int day = 61; day <= 83; day++) {
      if (day == 71) {
        account.aws.objects.clear();
      }
      tell(day);
    }
    story.add("%3d to  83 %s".formatted(since, last));

    assertThat(String.join("\n", story) + "\n")
        .isEqualTo(
            """
             61 to  61 rotate OVERDUE        | 1 ACTIVE, 2 ACTIVE   | 2026-11-22              | Replaced
             62 to  71 nothing               | 1 ACTIVE, 2 ACTIVE   | 2026-11-22              |
             72 to  81 hold NEVER_FETCHED    | 1 ACTIVE, 2 ACTIVE   | 2026-11-22              | NeverFetched
             82 to  82 deactivate GRACE_OVER | 1 INACTIVE, 2 ACTIVE | 2026-12-13 deactivated  | Deactivated
             83 to  83 nothing               | 1 INACTIVE, 2 ACTIVE | 2026-12-13 deactivated  |
            """);
  }

  /** Runs, and adds a line to the story if this day differs from the last. */
  private void tell(int day) {
    int mails = account.aws.mails.size();
    String decided =
        account.apply().report().rows().stream()
            .map(row -> row.decision().verb().word() + " " + row.decision().reason())
            .collect(Collectors.joining());
    String keys =
        account.aws.now(ALICE).keys().stream()
            .map(LifeOfAKeyTest::named)
            .collect(Collectors.joining(", "));
    String line =
        "%-21s | %-20s | %-23s | %s"
            .formatted(
                decided.isEmpty() ? "nothing" : decided,
                keys,
                account.aws.now(ALICE).tags().getOrDefault(AccountFixture.DATE_TAG, "no record"),
                account.aws.mails.stream()
                    .skip(mails)
                    .map(Mail::subject)
                    .collect(Collectors.joining(", ")))
            .stripTrailing();
    if (!line.equals(last)) {
      if (!last.isEmpty()) {
        story.add("%3d to %3d %s".formatted(since, day - 1, last));
      }
      since = day;
      last = line;
    }
    account.later(Duration.ofDays(1));
  }

  private static String named(AccessKey key) {
    String id = key.id().value();
    return id.charAt(id.length() - 1) + " " + key.status();
  }
}

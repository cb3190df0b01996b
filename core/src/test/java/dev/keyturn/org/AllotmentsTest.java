package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.org.Allotments.Allotment;
import dev.keyturn.plan.Claim;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.Allowance;
import dev.keyturn.settings.Options.ActionLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What limits of the organization leave to each account. */
class AllotmentsTest {
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
  private static final Allowance NO_QUOTA = new Allowance.Unknown("not asked");

  private static AccountId account(int number) {
    return new AccountId("%012d".formatted(number));
  }

  private static Claim rotation(String user, Instant oldest) {
    return new Claim(new UserName(user), Verb.ROTATE, oldest, false, false, true, 1);
  }

  private static Claim warning(String user) {
    return new Claim(new UserName(user), Verb.WARN, OLD, false, false, false, 1);
  }

  private static Survey survey(int number, Claim... claims) {
    return new Survey(account(number), 10, 5, List.of(claims), List.of(), 0, "", "", KeyAges.NONE);
  }

  private static int actions(Allotments allotments, List<Survey> surveys) {
    return surveys.stream().mapToInt(survey -> allotments.of(survey.account()).actions()).sum();
  }

  @Test
  void limitActionsOverAllAccountsAndNotInEach() {
    List<Survey> surveys =
        IntStream.rangeClosed(1, 17)
            .mapToObj(number -> survey(number, rotation("alice", OLD.plusSeconds(number))))
            .toList();
    Allotments today = Allotments.of(surveys, new ActionLimit.AtMost(12), NO_QUOTA);
    assertThat(actions(today, surveys)).isEqualTo(12);
    List<Survey> left =
        surveys.stream().filter(survey -> !today.deferred(survey.account()).isEmpty()).toList();
    assertThat(left)
        .extracting(Survey::account)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(13, 17).mapToObj(AllotmentsTest::account).toList());
    assertThat(actions(Allotments.of(left, new ActionLimit.AtMost(12), NO_QUOTA), left))
        .isEqualTo(5);
  }

  @Test
  void giveTheOldestKeysAndWhatWasBegunTheFirstPlaces() {
    Claim begun =
        new Claim(new UserName("zoe"), Verb.DELETE, OLD.plusSeconds(99), true, false, true, 1);
    List<Survey> surveys =
        List.of(
            survey(1, rotation("young", OLD.plusSeconds(9))),
            survey(2, rotation("old", OLD), begun));
    Allotments allotments = Allotments.of(surveys, new ActionLimit.AtMost(1), NO_QUOTA);
    assertThat(allotments.of(account(2))).isEqualTo(new Allotment(1, 1));
    assertThat(allotments.deferred(account(2)))
        .extracting(Claim::user)
        .containsExactly(new UserName("old"));
    assertThat(allotments.of(account(1))).isEqualTo(new Allotment(0, 0));
  }

  @Test
  void giveWhatAnAdministratorOrderedItsPlaceBeforeOlderKeys() {
    Claim ordered =
        new Claim(new UserName("zoe"), Verb.ROTATE, OLD.plusSeconds(99), false, true, true, 1);
    List<Survey> surveys = List.of(survey(1, rotation("old", OLD)), survey(2, ordered));
    Allotments allotments = Allotments.of(surveys, new ActionLimit.AtMost(1), NO_QUOTA);
    assertThat(allotments.of(account(2))).isEqualTo(new Allotment(1, 1));
    assertThat(allotments.of(account(1))).isEqualTo(new Allotment(0, 0));
  }

  @Test
  void sendNoMoreMailsThanTheQuotaAndLetWarningsWait() {
    List<Survey> surveys = new ArrayList<>();
    for (int number = 1; number <= 50; number++) {
      surveys.add(survey(number, warning("anna"), rotation("bert", OLD.plusSeconds(number))));
    }
    Collections.shuffle(surveys, new Random(7));
    Allotments allotments =
        Allotments.of(surveys, new ActionLimit.None(), new Allowance.Known(14, 30));
    assertThat(surveys.stream().mapToInt(one -> allotments.of(one.account()).mails()).sum())
        .isEqualTo(30);
    assertThat(actions(allotments, surveys)).isEqualTo(30);
    assertThat(surveys)
        .allSatisfy(
            one ->
                assertThat(allotments.deferred(one.account()))
                    .extracting(Claim::user)
                    .contains(new UserName("anna")));
    assertThat(
            Allotments.of(surveys, new ActionLimit.None(), new Allowance.Paused()).of(account(1)))
        .isEqualTo(new Allotment(0, 0));
  }

  @Test
  void giveAMailThatIsLeftToTheNextUserWhoNeedsNoMore() {
    Claim compromised = new Claim(new UserName("zoe"), Verb.ROTATE, OLD, false, true, true, 2);
    List<Survey> surveys =
        List.of(survey(1, compromised), survey(2, warning("anna"), warning("bert")));
    Allotments one = Allotments.of(surveys, new ActionLimit.None(), new Allowance.Known(1, 1));
    assertThat(one.of(account(1))).isEqualTo(new Allotment(0, 0));
    assertThat(one.of(account(2))).isEqualTo(new Allotment(0, 1));
    Allotments three = Allotments.of(surveys, new ActionLimit.None(), new Allowance.Known(1, 3));
    assertThat(three.of(account(1))).isEqualTo(new Allotment(1, 2));
    assertThat(three.of(account(2))).isEqualTo(new Allotment(0, 1));
  }

  @Test
  void keepNoMailForAUserWhomTheLimitDefersAndCountNoWarningAsAnAction() {
    List<Survey> surveys =
        List.of(
            survey(1, rotation("old", OLD), rotation("young", OLD.plusSeconds(9))),
            survey(2, warning("anna")));
    Allotments allotments =
        Allotments.of(surveys, new ActionLimit.AtMost(1), new Allowance.Known(1, 2));
    assertThat(allotments.of(account(1))).isEqualTo(new Allotment(1, 1));
    assertThat(allotments.of(account(2))).isEqualTo(new Allotment(0, 1));
  }

  @Test
  void countNothingOfAccountsThatAreHeld() {
    Survey held =
        new Survey(
            account(1),
            10,
            5,
            List.of(rotation("a", OLD)),
            List.of(),
            0,
            "",
            "keyturn-exempt",
            KeyAges.NONE);
    Survey other = survey(2, rotation("b", OLD.plusSeconds(1)));
    Allotments allotments =
        Allotments.of(List.of(held, other), new ActionLimit.AtMost(1), NO_QUOTA);
    assertThat(allotments.of(account(1))).isEqualTo(new Allotment(0, 0));
    assertThat(allotments.of(account(2))).isEqualTo(new Allotment(1, 1));
    assertThat(held.state(List.of())).isEqualTo(AccountState.HELD);
  }

  @Test
  void tellWhatAnAccountIsAPlanOf() {
    Claim due = rotation("a", OLD);
    Claim hold = new Claim(new UserName("h"), Verb.HOLD, OLD, false, false, false, 0);
    assertThat(survey(1).state(List.of())).isEqualTo(AccountState.QUIET);
    assertThat(survey(1, hold).state(List.of())).isEqualTo(AccountState.QUIET);
    assertThat(survey(1, due).state(List.of())).isEqualTo(AccountState.DUE);
    assertThat(survey(1, due, hold).state(List.of(due))).isEqualTo(AccountState.DEFERRED);
    assertThat(
            new Survey(account(1), 10, 5, List.of(due), List.of(), 1, "throttled", "", KeyAges.NONE)
                .state(List.of()))
        .isEqualTo(AccountState.FAILED);
    Survey waiting =
        new Survey(account(1), 10, 5, List.of(), List.of(due), 0, "", "", KeyAges.NONE);
    assertThat(waiting.state(List.of())).isEqualTo(AccountState.DEFERRED);
    assertThat(waiting.counts(List.of()).deferred()).isEqualTo(1);
    assertThat(waiting.shared()).isEmpty();
    AccountResult.Counts counts = survey(1, due, warning("w"), hold).counts(List.of(due));
    assertThat(counts.of(Verb.ROTATE)).isZero();
    assertThat(counts.of(Verb.WARN)).isEqualTo(1);
    assertThat(counts.of(Verb.HOLD)).isEqualTo(1);
    assertThat(counts.deferred()).isEqualTo(1);
  }

  @Test
  void dependOnNoOrderOfAccounts() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<Survey> surveys = new ArrayList<>();
      for (int number = 1; number <= 5; number++) {
        List<Claim> claims = new ArrayList<>();
        for (String user : List.of("a", "b", "c")) {
          boolean action = random.nextBoolean();
          claims.add(
              new Claim(
                  new UserName(user),
                  action ? Verb.ROTATE : Verb.WARN,
                  OLD.plusSeconds(random.nextInt(3)),
                  action && random.nextBoolean(),
                  action && random.nextBoolean(),
                  action,
                  random.nextInt(3)));
        }
        surveys.add(survey(number, claims.toArray(Claim[]::new)));
      }
      ActionLimit limit = new ActionLimit.AtMost(1 + random.nextInt(6));
      Allowance mails = new Allowance.Known(1, random.nextInt(9));
      Allotments one = Allotments.of(surveys, limit, mails);
      List<Survey> shuffled = new ArrayList<>(surveys);
      Collections.shuffle(shuffled, random);
      Allotments other = Allotments.of(shuffled, limit, mails);
      for (Survey survey : surveys) {
        assertThat(other.of(survey.account())).isEqualTo(one.of(survey.account()));
        assertThat(other.deferred(survey.account())).isEqualTo(one.deferred(survey.account()));
      }
    }
  }
}

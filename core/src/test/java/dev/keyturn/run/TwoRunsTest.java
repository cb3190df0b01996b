package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.run.Weather.Fate;
import dev.keyturn.sample.Sampled;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Two concurrent runs do no harm, whichever of them is slow and at whichever step. */
@Sampled(parts = 3)
class TwoRunsTest {
  private static final int ENOUGH = 30;
  private static final List<Supplier<AccountFixture>> DUE =
      List.of(
          AccountFixture::rotationDue,
          AccountFixture::deactivationDue,
          AccountFixture::deletionDue,
          TwoRunsTest::orphaned);

  /** A rotation that was cut off between the key and its file. */
  private static AccountFixture orphaned() {
    AccountFixture account = AccountFixture.rotationDue().withoutLease();
    assertThat(account.cut(Weather.once("create", Fate.CUT_AFTER))).isTrue();
    return account.later(Duration.ofMinutes(20));
  }

  @Test
  void twoRunsAtTheSameTimeEndAsOneWhereverEachOfThemWaitsForTheOther() {
    for (Supplier<AccountFixture> due : DUE) {
      String undisturbed = undisturbed(due);
      for (int first = 0; first <= ENOUGH; first++) {
        for (int second = 0; second <= ENOUGH; second++) {
          AccountFixture account = due.get().withoutLease();
          new Turns(account)
              .run(Weather.fine())
              .run(Weather.fine())
              .play(Turns.inTurn(first, second));
          assertThat(account.standing())
              .as("the first for %d steps, the second for %d", first, second)
              .isEqualTo(undisturbed);
        }
      }
    }
  }

  private static String undisturbed(Supplier<AccountFixture> due) {
    AccountFixture account = due.get().withoutLease();
    account.apply();
    return account.standing();
  }

  @Test
  void aSecondRunThatFindsTheFirstCutOffAnywhereEndsWhatItBeganInTheEnd() {
    for (Supplier<AccountFixture> due : DUE) {
      String undisturbed = undisturbed(due);
      for (int cut = 1; cut <= ENOUGH; cut++) {
        for (int first = 0; first <= cut; first++) {
          for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
            AccountFixture account = due.get().withoutLease();
            new Turns(account)
                .run(Weather.at(cut, fate))
                .run(Weather.fine())
                .play(Turns.inTurn(first, ENOUGH));
            account.later(Duration.ofMinutes(20)).apply();
            assertThat(account.standing())
                .as("%s call %d of the first, after %d steps the second", fate, cut, first)
                .isEqualTo(undisturbed);
          }
        }
      }
    }
  }

  @Test
  void anyNumberOfRunsInAnyOrderLoseNoSecret() {
    for (int seed = 1; seed <= 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Supplier<AccountFixture> due = DUE.get(random.nextInt(DUE.size()));
      AccountFixture account = due.get().withoutLease();
      Turns turns = new Turns(account);
      for (int run = 0; run < 2 + random.nextInt(2); run++) {
        turns.run(
            random.nextInt(3) == 0
                ? Weather.at(
                    1 + random.nextInt(ENOUGH),
                    random.nextBoolean() ? Fate.CUT_BEFORE : Fate.CUT_AFTER)
                : Weather.fine());
      }
      turns.play(random::nextInt);
      account.later(Duration.ofMinutes(20)).apply();
      assertThat(account.standing()).as("seed %d", seed).isEqualTo(undisturbed(due));
    }
  }

  @Test
  void aWriterThatIsSlowerThanAClaimDropsItsKeyAndMailsNothing() {
    AccountFixture account = AccountFixture.rotationDue().withoutLease();
    AccountFixture.Done[] other = new AccountFixture.Done[1];
    AccountFixture.Done slow =
        account.apply(
            call -> {
              if (call.is("store AKIA000000000002")) {
                account.later(Duration.ofMinutes(10));
                other[0] = account.apply();
              }
              return Fate.FINE;
            });
    assertThat(other[0].calls())
        .contains("claim AKIA000000000002\ndelete AKIA000000000002\n")
        .contains("create a key of alice\nwrite the notes\nstore AKIA000000000003\n");
    assertThat(slow.calls())
        .endsWith(
            """
            store AKIA000000000002
            look for AKIA000000000002
            delete AKIA000000000002
            write the audit trail
            """);
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void aClaimThatIsSlowerThanTheWriterDropsNothing() {
    AccountFixture account = orphaned();
    AccountFixture.Done done =
        account.apply(
            call -> {
              if (call.is("claim")) {
                account.fileOf(account.aws.now(AccountFixture.ALICE).keys().getLast().id());
              }
              return Fate.FINE;
            });
    assertThat(done.calls())
        .contains("claim AKIA000000000002\nlook for AKIA000000000002\nread the notes\ntag");
    assertThat(done.calls()).doesNotContain("delete");
    assertThat(account.standing()).isEqualTo(undisturbed(AccountFixture::rotationDue));
  }
}

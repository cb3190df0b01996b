package dev.keyturn.cli.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.org.RunFollower.Outcome;
import dev.keyturn.org.Executions;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An execution is looked at until it ends; its progress is that of its objects. */
class RunFollowerTest {
  private static final Executions.Execution RUNNING = execution(Executions.Status.RUNNING);
  private static final Executions.Execution DONE = execution(Executions.Status.SUCCEEDED);

  private final StringWriter err = new StringWriter();
  private final RunBucketFixture bucket = new RunBucketFixture();
  private final List<Optional<Executions.Execution>> looks = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private int interruptAfter = Integer.MAX_VALUE;

  private static Executions.Execution execution(Executions.Status status) {
    return new Executions.Execution(status, Instant.EPOCH, "", "");
  }

  private final class Machine implements Executions {
    private int asked;

    @Override
    public String machine() {
      return "keyturn-prod";
    }

    @Override
    public void start(String name) {
      throw new AssertionError("nothing is started");
    }

    @Override
    public Optional<Execution> find(String name) {
      assertThat(name).isEqualTo("day-1");
      return looks.get(asked++);
    }
  }

  private final class Pressed implements Deadline {
    @Override
    public boolean near() {
      return pauses.size() >= interruptAfter;
    }

    @Override
    public String why() {
      return "Ctrl-C";
    }
  }

  private Outcome follow(boolean started, boolean watched) {
    Terminal terminal =
        new Terminal(
            Map.of(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            false,
            watched,
            false);
    return new RunFollower(
            new Machine(), new RunProgress(terminal, bucket.objects()), pauses::add, new Pressed())
        .follow("day-1", started);
  }

  private void running(int times) {
    looks.addAll(Collections.nCopies(times, Optional.of(RUNNING)));
  }

  @Test
  void itWaitsUntilTheExecutionEnds() {
    running(3);
    looks.add(Optional.of(DONE));
    assertThat(follow(true, false)).isEqualTo(new Outcome.Ended(DONE));
    assertThat(pauses).hasSize(3).allMatch(pause -> pause.equals(RunFollower.PAUSE));
  }

  @Test
  void ctrlCEndsTheWaiting() {
    running(10);
    interruptAfter = 2;
    assertThat(follow(true, false)).isEqualTo(new Outcome.Interrupted());
    assertThat(pauses).hasSize(2);
  }

  @Test
  void anExecutionThatWasJustStartedMayNotBeThereYet() {
    looks.addAll(Collections.nCopies(RunFollower.LOOKS_TO_BE_THERE - 1, Optional.empty()));
    looks.add(Optional.of(DONE));
    assertThat(follow(true, false)).isEqualTo(new Outcome.Ended(DONE));
  }

  @Test
  void oneThatNeverAppearsDoesNotExist() {
    looks.addAll(Collections.nCopies(RunFollower.LOOKS_TO_BE_THERE, Optional.empty()));
    assertThat(follow(true, false)).isEqualTo(new Outcome.NoSuch());
    assertThat(bucket.reads).isZero();
  }

  @Test
  void aNamedOneThatIsNotThereDoesNotExist() {
    looks.add(Optional.empty());
    assertThat(follow(false, false)).isEqualTo(new Outcome.NoSuch());
    assertThat(pauses).isEmpty();
  }

  /** A later look that misses it says nothing: the reads are eventually consistent. */
  @Test
  void oneThatWasSeenStaysThere() {
    running(1);
    looks.add(Optional.empty());
    looks.add(Optional.of(DONE));
    assertThat(follow(false, false)).isEqualTo(new Outcome.Ended(DONE));
  }

  @Test
  void aTerminalShowsHowManyAccountsWereLookedAt() {
    bucket.with("accounts.json", "[{},{},{}]").with("survey/1.json", "{}");
    running(RunFollower.LOOKS_TO_PROGRESS);
    looks.add(Optional.of(DONE));
    follow(true, true);
    assertThat(err.toString()).contains("looked at 1 of 3 accounts");
  }

  @Test
  void thenItShowsHowManyOfThoseDueWereWorkedOn() {
    bucket
        .with("accounts.json", "[{},{},{}]")
        .with("ring-1.json", "[{}]")
        .with("ring-2.json", "[{}]")
        .with("act/1.json", "{}");
    running(RunFollower.LOOKS_TO_PROGRESS);
    looks.add(Optional.of(DONE));
    follow(true, true);
    assertThat(err.toString())
        .contains("worked on 1 of 2 accounts in which something is due")
        .doesNotContain("looked at");
  }

  @Test
  void aLogHasALineForEachTenthOfManyAccounts() {
    bucket.with("accounts.json", "[" + "{},".repeat(199) + "{}]");
    running(2 * RunFollower.LOOKS_TO_PROGRESS);
    looks.add(Optional.of(DONE));
    follow(true, false);
    assertThat(err.toString().lines()).containsExactly("looked at 0 of 200 accounts");
  }

  @Test
  void aLogHasNoProgressOfFewAccounts() {
    bucket.with("accounts.json", "[{}]");
    running(RunFollower.LOOKS_TO_PROGRESS);
    looks.add(Optional.of(DONE));
    follow(true, false);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void progressThatCannotBeReadIsSaidOnceAndTheFollowingContinues() {
    bucket.fails = true;
    bucket.failure = new PortFailure(PortFailure.Kind.DENIED, "S3 says no");
    running(3 * RunFollower.LOOKS_TO_PROGRESS);
    looks.add(Optional.of(DONE));
    assertThat(follow(true, false)).isEqualTo(new Outcome.Ended(DONE));
    assertThat(err.toString().lines())
        .containsExactly("The progress cannot be read, and the run continues: S3 says no");
    assertThat(bucket.reads).isEqualTo(1);
  }
}

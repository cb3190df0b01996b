package dev.keyturn.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Optional tasks do not use the time that the report needs. */
class HoursTest {
  private static final Executor EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();

  private final InvocationDeadline hours = hours(EXECUTOR);

  private static InvocationDeadline hours(Executor executor) {
    return new InvocationDeadline(() -> Instant.EPOCH, executor);
  }

  @Test
  void whatEndsInTimeIsHeard() {
    hours.begin(Duration.ofMinutes(15));
    assertThat(hours.within(() -> "sent")).hasValue("sent");
  }

  @Test
  void whatHangsIsInterruptedAndNotWaitedFor() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Executor executor =
        work -> {
          EXECUTOR.execute(work);
          uninterrupted(begun);
        };
    CountDownLatch interrupted = new CountDownLatch(1);
    InvocationDeadline little = hours(executor);
    little.begin(Duration.ofMillis(2_001));
    assertThat(
            little.within(
                () -> {
                  begun.countDown();
                  try {
                    never.await();
                    return "sent";
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    return "interrupted";
                  }
                }))
        .isEmpty();
    assertThat(little.near()).isFalse();
    interrupted.await();
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsBegunWhereOnlyTheReportHasTimeLeft() {
    InvocationDeadline over =
        hours(
            work -> {
              throw new AssertionError("begun: " + work);
            });
    over.begin(Duration.ofSeconds(2));
    assertThat(over.within(() -> "sent")).isEmpty();
  }

  @Test
  void aMistakeIsNotSwallowed() {
    hours.begin(Duration.ofMinutes(15));
    assertThatThrownBy(
            () ->
                hours.within(
                    () -> {
                      throw new IllegalArgumentException("a defect");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a defect");
  }
}

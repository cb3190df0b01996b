package dev.keyturn.aws;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what goes out, and reads AWS's clock off what comes back. */
final class Replies implements ExecutionInterceptor {
  private final InstantSource clock;
  private final AtomicLong calls = new AtomicLong();
  private final ThreadLocal<Boolean> sent = ThreadLocal.withInitial(() -> false);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  Replies(InstantSource clock) {
    this.clock = clock;
  }

  long calls() {
    return calls.get();
  }

  /** This machine's clock, put right by the last reply. */
  Instant now() {
    return clock.instant().plus(ahead.get()).truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    calls.incrementAndGet();
    sent.set(true);
  }

  /** From now on {@link #sent} tells of this thread's next call. */
  void expectCall() {
    sent.set(false);
  }

  /** Whether this thread's call went out, or failed before. */
  boolean sent() {
    return sent.get();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    context.httpResponse().firstMatchingHeader("Date").ifPresent(this::heard);
  }

  private void heard(String date) {
    try {
      Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      ahead.set(Duration.between(clock.instant(), theirs));
    } catch (DateTimeException _) {
      // A reply without a readable date says nothing of the time; the one before it stands.
    }
  }
}

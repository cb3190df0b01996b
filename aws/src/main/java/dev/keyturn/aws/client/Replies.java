package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts calls, and reads AWS's clock from replies. */
public final class Replies implements ExecutionInterceptor {
  /**
   * AWS refuses a signature whose time is some minutes off; the call is then repeated with AWS's
   * time ({@link ClockSkew}), which corrects a clock that is wrong by hours.
   */
  private static final Duration MOST_APART = Duration.ofDays(1);

  private final InstantSource clock;
  private final AtomicLong calls = new AtomicLong();
  private final ThreadLocal<Boolean> sent = ThreadLocal.withInitial(() -> false);
  private final AtomicReference<Heard> heard =
      new AtomicReference<>(new Heard(Duration.ZERO, false));

  /**
   * The time in the last reply.
   *
   * @param ahead how far AWS's clock is ahead of this machine's
   * @param fromAws whether AWS itself answered, not a stand-in with its own clock
   */
  private record Heard(Duration ahead, boolean fromAws) {}

  public Replies(InstantSource clock) {
    this.clock = clock;
  }

  public long calls() {
    return calls.get();
  }

  /**
   * This machine's clock, corrected by the last reply.
   *
   * @throws PortFailure if the two differ so much that AWS would have refused this machine's
   *     signatures: one of them is wrong, and no grace period may be counted by it
   */
  public Instant now() {
    Heard last = heard.get();
    Instant ours = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant theirs = clock.instant().plus(last.ahead()).truncatedTo(ChronoUnit.SECONDS);
    if (last.fromAws() && last.ahead().abs().compareTo(MOST_APART) > 0) {
      throw new PortFailure(
          Kind.UNCLEAR,
          "AWS's last reply says that it is %s, and this machine %s. Set this machine's clock, or find out what changes AWS's replies."
              .formatted(theirs, ours));
    }
    return theirs;
  }

  /** AWS's clock, from the last reply, for signatures. */
  Clock clock() {
    return InstantSource.offset(clock, ahead()).withZone(ZoneOffset.UTC);
  }

  /** How far AWS's clock is ahead of this machine's, from the last reply. */
  Duration ahead() {
    return heard.get().ahead();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    sending();
  }

  /** Notes that a call is being sent. */
  void sending() {
    calls.incrementAndGet();
    sent.set(true);
  }

  /** From now on, {@link #sent} is about this thread's next call. */
  void expectCall() {
    sent.set(false);
  }

  /** Whether this thread's call was sent; false if it failed before. */
  boolean sent() {
    return sent.get();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    boolean fromAws = AwsHosts.contain(context.httpRequest().host());
    context.httpResponse().firstMatchingHeader("Date").ifPresent(date -> heard(date, fromAws));
  }

  private void heard(String date, boolean fromAws) {
    try {
      Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      heard.set(new Heard(Duration.between(clock.instant(), theirs), fromAws));
    } catch (DateTimeException _) {
      // A reply without a readable date is ignored; the previous time stays valid.
    }
  }
}

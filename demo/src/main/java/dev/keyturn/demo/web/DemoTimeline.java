package dev.keyturn.demo.web;

import dev.keyturn.demo.CrashInjector;
import dev.keyturn.demo.DayRun;
import dev.keyturn.demo.Owners;
import dev.keyturn.demo.Playground;
import dev.keyturn.demo.Story;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Run;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The timeline of the company. It lets days pass up to the one that a visitor chose; each day the
 * owners act first, then Keyturn runs. It records the state of each day. Day 0 is today, before
 * Keyturn's first run.
 *
 * <p>Two locks: {@code turn} is held while a day passes or a visitor acts, so that these do not
 * overlap; the monitor guards the recorded state. {@code see} holds it while it reads the sandbox
 * over HTTP on loopback.
 */
final class DemoTimeline {
  private final Wire wire;
  private final Work work;
  private final int days;
  private final Instant dayZero;
  private final DemoHistory history;
  private final Owners owners;
  private final Story story;
  private final ReentrantLock turn = new ReentrantLock(true);

  private int today;
  private int target;
  private boolean busy;
  private long version;

  /**
   * How Keyturn works.
   *
   * @param run of each day, on ports that go through the {@link CrashInjector}
   * @param doing the current activity of the present run
   */
  record Work(
      DayRun run, CrashInjector crashInjector, AtomicReference<String> doing, Executor executor) {}

  /**
   * A timeline at day 0.
   *
   * @param days the last day of the timeline
   */
  DemoTimeline(Playground playground, Wire wire, Work work, int days) {
    this.wire = wire;
    this.story = playground.story();
    this.work = work;
    this.days = days;
    this.dayZero = Instant.parse(wire.get("clock").text("now").orElseThrow());
    this.history =
        new DemoHistory(LocalDate.ofInstant(dayZero, ZoneOffset.UTC), playground.people());
    this.owners = new Owners(playground, (user, what) -> tell("owner", user, what));
    history.see(0, "before", wire);
  }

  /** An action of a visitor between two days, or a read of the history. */
  interface Act<T> {
    T with(DemoHistory history, Owners owners, int today);
  }

  /** Performs an action of a visitor; a day in progress is finished first. */
  <T> T act(Act<T> act) {
    turn.lock();
    try {
      return remember(act);
    } finally {
      turn.unlock();
    }
  }

  /** Reads or records something at once, even while a day is in progress. */
  synchronized <T> T remember(Act<T> act) {
    version++;
    return act.with(history, owners, today);
  }

  /** Reads something at once. */
  synchronized <T> T look(Act<T> act) {
    return act.with(history, owners, today);
  }

  /**
   * Lets days pass until a day or an interrupted run; throws {@link Refused} if the day is in the
   * past.
   */
  synchronized void liveUntil(int day) {
    if (day < 0 || day > days) {
      throw new Refused(
          "The timeline goes from day 0 to day %s; %s is not on it.".formatted(days, day));
    }
    if (day < today) {
      throw new Refused(
          "Day %s is over. Time only moves forward; the page can show past days.".formatted(day));
    }
    target = day;
    if (!busy && target > today) {
      busy = true;
      work.executor().execute(this::live);
    }
    version++;
  }

  /** Stops after the day in progress. */
  synchronized void pause() {
    target = today;
    version++;
  }

  private void live() {
    while (another()) {
      turn.lock();
      try {
        aDay(today + 1);
      } catch (RuntimeException | Error mistake) {
        tell("failed", "", "The demo itself failed, and this day is not complete: " + mistake);
        pause();
      } finally {
        turn.unlock();
      }
    }
  }

  private synchronized boolean another() {
    busy = target > today;
    work.doing().set("");
    version++;
    return busy;
  }

  private void aDay(int day) {
    Instant morning = dayZero.atOffset(ZoneOffset.UTC).plus(Period.ofDays(day)).toInstant();
    wire.post("clock", Map.of("to", morning));
    begin(day);
    owners.live(day);
    see("owner");
    work.crashInjector().open();
    try {
      Run.Applied applied = work.run().apply();
      Report report = applied.report();
      see("keyturn");
      DayRun.planned(applied).forEach(said -> tell(said.kind(), said.user(), said.text()));
      report.rows().forEach(row -> decided(row, report.date(), day));
      DayRun.handedOver(applied).forEach(said -> tell(said.kind(), said.user(), said.text()));
      story.firsts(applied).forEach(said -> tell(said.kind(), said.user(), said.text()));
    } catch (CannotBegin e) {
      see("keyturn");
      tell("failed", "", "The run could not begin; nothing was changed. " + e.getMessage());
    } catch (RuntimeException | CrashInjector.Cut e) {
      see("keyturn");
      tell("cut", "", work.crashInjector().cut().orElseThrow(() -> asIs(e)).words());
      pause();
    }
  }

  private static RuntimeException asIs(Throwable e) {
    return e instanceof RuntimeException mistake ? mistake : new IllegalStateException(e);
  }

  private synchronized void begin(int day) {
    today = day;
    version++;
  }

  private synchronized void see(String who) {
    history.see(today, who, wire);
    history.read(today, wire);
    version++;
  }

  private synchronized void tell(String kind, String user, String what) {
    history.tell(today, kind, user, what);
    version++;
  }

  private synchronized void decided(Row row, LocalDate date, int day) {
    history.decided(day, row);
    owners.told(row, day);
    String user = row.user().value();
    if (row.outcome() instanceof Outcome.Failed failed) {
      tell("failed", user, failed.error());
    } else if (story.isNews(row)) {
      String repaired =
          row.decision().reason().name().startsWith("RESUME_")
              ? ". Repaired: " + row.decision().reason().meaning() + orphan(row, day)
              : "";
      tell(kind(row), user, story.line(row, date) + repaired);
    }
  }

  /** What happened to a key whose secret is lost. */
  private String orphan(Row row, int day) {
    return history.user(row.user().value()).deletedOn(day).stream()
        .filter(_ -> row.decision().reason() == Reason.Rotate.RESUME_ORPHAN)
        .map(key -> ", so %s is deleted".formatted(Story.shortened(key)))
        .collect(Collectors.joining());
  }

  private static String kind(Row row) {
    return row.outcome() instanceof Outcome.Deferred
        ? "left"
        : row.decision().verb().name().toLowerCase(Locale.ROOT);
  }

  /** The progress, in a short form for a page that polls. */
  synchronized Pulse pulse() {
    return new Pulse(version, today, days, target, busy, work.doing().get());
  }

  /** The progress. */
  record Pulse(long version, int day, int days, int target, boolean busy, String doing) {}
}

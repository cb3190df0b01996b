package dev.keyturn.state;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the audit lines of one run to objects under {@code audit/}. S3 cannot append, so each
 * flush makes an object of its own, {@code audit/<day>/<time>-<run>-<number>.jsonl}. The line that
 * announces a user's effects is written before any effect; the results follow within seconds, and
 * at the latest when the run ends. Listeners get each line at once.
 */
public final class AuditTrail {
  /** The maximum time that a line waits, if another line follows. */
  private static final Duration KEPT_BACK = Duration.ofSeconds(5);

  private static final int MANY = 200;

  /** The maximum number of names to try for an object; each should be free. */
  private static final int NAMES = 3;

  private final BucketObjects bucketObjects;
  private final Events events;
  private final String run;
  private final Object writing = new Object();
  private final List<AuditLine> waiting = new ArrayList<>();
  private int number;

  public AuditTrail(BucketObjects bucketObjects, Events events, String run) {
    this.bucketObjects = bucketObjects;
    this.events = events;
    this.run = run;
  }

  /** Adds a line, and writes lines that have waited long enough. A failed write is retried. */
  public void add(AuditLine line) {
    events.on(new Event.Audited(line));
    boolean due;
    synchronized (waiting) {
      waiting.add(line);
      due =
          waiting.size() >= MANY
              || Duration.between(waiting.getFirst().time(), line.time()).compareTo(KEPT_BACK) > 0;
    }
    if (due) {
      try {
        flush();
      } catch (PortFailure _) {
        // The lines still wait; the end of the run reports lines that could not be written.
      }
    }
  }

  /** Adds a line without a call; the next line writes it. */
  public void addQuietly(AuditLine line) {
    events.on(new Event.Audited(line));
    synchronized (waiting) {
      waiting.add(line);
    }
  }

  /**
   * Adds a line, and returns when it is written.
   *
   * @throws PortFailure if the line could not be written
   */
  public void addForGood(AuditLine line) {
    addQuietly(line);
    flush();
  }

  /**
   * Writes all waiting lines. A thread that waits for another thread's write finds its own lines
   * written.
   *
   * @throws PortFailure if that failed; the lines keep waiting
   */
  public void flush() {
    synchronized (writing) {
      List<AuditLine> lines;
      synchronized (waiting) {
        lines = List.copyOf(waiting);
      }
      if (lines.isEmpty()) {
        return;
      }
      write(lines);
      synchronized (waiting) {
        waiting.subList(0, lines.size()).clear();
      }
    }
  }

  private void write(List<AuditLine> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(AuditText.of(line)).append('\n'));
    for (int attempt = 1; attempt <= NAMES; attempt++) {
      String name = nextName(lines.getFirst().time());
      if (bucketObjects.write(name, text.toString(), new Expected.Nothing())
              instanceof WriteResult.Written
          || isThere(name, text.toString())) {
        return;
      }
    }
    throw new PortFailure(
        PortFailure.Kind.REFUSED,
        "an object exists under every name for the audit trail of %s; see who writes there, and run again"
            .formatted(run));
  }

  /** Whether an attempt whose reply was lost has written this text. */
  private boolean isThere(String name, String text) {
    try {
      return bucketObjects.read(name).filter(there -> there.text().equals(text)).isPresent();
    } catch (PortFailure failure) {
      if (failure.kind() == PortFailure.Kind.DENIED) {
        return false;
      }
      throw failure;
    }
  }

  private String nextName(Instant first) {
    number++;
    return name(first, run, number);
  }

  /** Objects sort by time; the run and the number make their names unique. */
  public static String name(Instant first, String run, int number) {
    return String.format(
        Locale.ROOT,
        "%s%s/%tH%<tM%<tS-%s-%04d.jsonl",
        BucketPaths.AUDIT,
        LocalDate.ofInstant(first, ZoneOffset.UTC),
        first.atOffset(ZoneOffset.UTC),
        run,
        number);
  }

  /** The number of lines that could not be written. */
  public int leftBehind() {
    synchronized (waiting) {
      return waiting.size();
    }
  }
}

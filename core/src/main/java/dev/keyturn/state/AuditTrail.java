package dev.keyturn.state;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.Filing;
import dev.keyturn.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one run, on their way to objects under {@code audit/}. S3 cannot append, so each
 * flush makes an object of its own, {@code audit/<day>/<time>-<run>-<number>.jsonl}. That somebody
 * is about to be worked on is there before any effect; what came of it follows within seconds, and
 * at the latest when the run ends. Each line is told to whoever watches at once.
 */
public final class AuditTrail {
  static final String FOLDER = "audit/";

  /** Lines are kept back for no longer than this, if any other line follows. */
  private static final Duration KEPT_BACK = Duration.ofSeconds(5);

  private static final int MANY = 200;

  /** So many names are tried for an object; each should be free. */
  private static final int NAMES = 3;

  private final BucketObjects papers;
  private final Events events;
  private final String run;
  private final Object writing = new Object();
  private final List<AuditLine> waiting = new ArrayList<>();
  private int number;

  public AuditTrail(BucketObjects papers, Events events, String run) {
    this.papers = papers;
    this.events = events;
    this.run = run;
  }

  /** Takes a line, and writes what has waited long enough. A write that fails is tried again. */
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
        // The lines still wait; the end of the run says so if they must stay behind.
      }
    }
  }

  /** Takes a line, and makes no call for it; the next line sees to that. */
  public void addQuietly(AuditLine line) {
    events.on(new Event.Audited(line));
    synchronized (waiting) {
      waiting.add(line);
    }
  }

  /**
   * Takes a line, and returns when it is written for good.
   *
   * @throws PortFailure if it could not be
   */
  public void addForGood(AuditLine line) {
    addQuietly(line);
    flush();
  }

  /**
   * Writes all lines that wait. Whoever comes while another writes finds its lines written.
   *
   * @throws PortFailure if that failed; the lines wait on
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
      if (papers.write(name, text.toString(), new Expected.Nothing()) instanceof Filing.Written
          || isThere(name, text.toString())) {
        return;
      }
    }
    throw new PortFailure(
        PortFailure.Kind.REFUSED, "something lies under every name for the audit trail of " + run);
  }

  /** Whether this very text was written by an attempt whose reply was lost. */
  private boolean isThere(String name, String text) {
    try {
      return papers.read(name).filter(there -> there.text().equals(text)).isPresent();
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

  /** Objects sort by time; the run and the number make their names unlike any other. */
  public static String name(Instant first, String run, int number) {
    return "%s%s/%tH%<tM%<tS-%s-%04d.jsonl"
        .formatted(
            FOLDER,
            LocalDate.ofInstant(first, ZoneOffset.UTC),
            first.atOffset(ZoneOffset.UTC),
            run,
            number);
  }

  /** How many lines could not be written. */
  public int leftBehind() {
    synchronized (waiting) {
      return waiting.size();
    }
  }
}

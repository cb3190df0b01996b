package dev.keyturn.report.page;

import dev.keyturn.run.Papers;
import dev.keyturn.run.Papers.Expected;
import dev.keyturn.run.Papers.Filing;
import dev.keyturn.run.PortFailure;
import dev.keyturn.run.Report;
import dev.keyturn.run.Run;

/**
 * Keeps the pages of runs under {@code reports/} in the bucket. A run does not rest on its page:
 * one that cannot be made or written is told and does no harm.
 */
public final class Shelf {
  private final Papers papers;

  public Shelf(Papers papers) {
    this.papers = papers;
  }

  /** What came of it. */
  public sealed interface Placed {
    /** It lies there, under this name in the bucket. */
    record At(String name) implements Placed {}

    record Not(String why) implements Placed {}
  }

  /** The name of a run's page in the bucket. */
  public static String name(Report report) {
    return "reports/%s-%s.html".formatted(report.date(), report.runId());
  }

  /** Makes and writes the page of what a run did; it replaces nothing. */
  public Placed place(Run run, Run.Applied applied) {
    String name = name(applied.report());
    try {
      String page = ReportPage.of(run, applied.plan(), applied.report());
      return switch (papers.write(name, page, new Expected.Nothing())) {
        case Filing.Written _ -> new Placed.At(name);
        // No two runs have the same id: it is this page, by an attempt whose reply was lost.
        case Filing.Refused _ -> new Placed.At(name);
      };
    } catch (PortFailure failure) {
      return new Placed.Not(failure.message());
    } catch (RuntimeException mistake) {
      return new Placed.Not("a defect of Keyturn, please report it: " + mistake);
    }
  }
}

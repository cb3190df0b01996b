package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.Filing;
import dev.keyturn.port.PortFailure;

/**
 * Keeps the pages of runs under {@code reports/} in the bucket. A run does not rest on its page:
 * one that cannot be made or written is told and does no harm.
 */
public final class ReportArchive {
  private final BucketObjects papers;

  public ReportArchive(BucketObjects papers) {
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
  public Placed place(Plan plan, Report report) {
    String name = name(report);
    try {
      String page = ReportPage.of(plan, report);
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

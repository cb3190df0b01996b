package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.Filing;
import dev.keyturn.port.BucketObjects.Paper;
import dev.keyturn.port.PortFailure;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Trend;
import java.util.Optional;

/**
 * Keeps the pages of runs under {@code reports/} in the bucket, and beside the state what their
 * controls came to, so that a page can say what has changed. A run does not rest on its page: one
 * that cannot be made or written is told and does no harm.
 */
public final class ReportArchive {
  /** What the controls of earlier pages came to. */
  static final String TREND = "state/controls.txt";

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
      AccountView view = AccountView.of(plan, report);
      Optional<Paper> kept = kept();
      Trend trend =
          kept.map(paper -> Trend.read(paper.text(), view.report().accountId()))
              .orElseGet(() -> Trend.none(view.report().accountId()));
      String page = ReportPage.of(view, trend);
      // Refused: no two runs have the same id, so it is this page, by an attempt whose reply was
      // lost.
      papers.write(name, page, new Expected.Nothing());
      keep(trend, trend.with(view), kept);
      return new Placed.At(name);
    } catch (PortFailure failure) {
      return new Placed.Not(failure.message());
    } catch (RuntimeException mistake) {
      return new Placed.Not("a defect of Keyturn, please report it: " + mistake);
    }
  }

  /** A page without a trend is as good. */
  private Optional<Paper> kept() {
    try {
      return papers.read(TREND);
    } catch (PortFailure _) {
      return Optional.empty();
    }
  }

  /** Another run's is left as it is, and one that could not be read as well. */
  private void keep(Trend before, Trend now, Optional<Paper> kept) {
    if (now.equals(before)) {
      return;
    }
    Expected expected =
        kept.<Expected>map(paper -> new Expected.Version(paper.version()))
            .orElseGet(Expected.Nothing::new);
    try {
      Filing _ = papers.write(TREND, now.text() + "\n", expected);
    } catch (PortFailure _) {
      // The page is there, and the next run writes the trend again.
    }
  }
}

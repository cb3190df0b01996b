package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.StoredText;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.port.PortFailure;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Trend;
import java.util.Optional;

/**
 * Stores the pages of runs under {@code reports/} in the bucket, and the results of their checks
 * under {@code state/}, so that a page can say what has changed. A run does not depend on its page:
 * if it cannot be made or written, that is reported and the run is not affected.
 */
public final class ReportArchive {
  private final BucketObjects bucketObjects;

  public ReportArchive(BucketObjects bucketObjects) {
    this.bucketObjects = bucketObjects;
  }

  /** The result. */
  public sealed interface Placed {
    /** The page is stored under this name in the bucket. */
    record At(String name) implements Placed {}

    record Not(String why) implements Placed {}
  }

  /** The name of a run's page in the bucket. */
  public static String name(Report report) {
    return BucketPaths.REPORTS + "%s-%s.html".formatted(report.date(), report.runId());
  }

  /** Makes and writes the page of a run; it replaces no object. */
  public Placed place(Plan plan, Report report) {
    String name = name(report);
    try {
      AccountView view = AccountView.of(plan, report);
      Optional<StoredText> kept = kept();
      Trend trend =
          kept.map(stored -> Trend.read(stored.text(), view.report().accountId()))
              .orElseGet(() -> Trend.none(view.report().accountId()));
      String page = ReportPage.of(view, trend);
      // If refused: run ids are unique, so this page exists, from an attempt whose reply was lost.
      bucketObjects.write(name, page, new Expected.Nothing());
      keep(trend, trend.with(view), kept);
      return new Placed.At(name);
    } catch (PortFailure failure) {
      return new Placed.Not(failure.message());
    } catch (RuntimeException mistake) {
      return new Placed.Not("a defect of Keyturn, please report it: " + mistake);
    }
  }

  /** Without the earlier results, the page is written without a trend. */
  private Optional<StoredText> kept() {
    try {
      return bucketObjects.read(BucketPaths.CONTROLS);
    } catch (PortFailure _) {
      return Optional.empty();
    }
  }

  /** Does not overwrite the results of another run, or results that could not be read. */
  private void keep(Trend before, Trend now, Optional<StoredText> kept) {
    if (now.equals(before)) {
      return;
    }
    Expected expected =
        kept.<Expected>map(stored -> new Expected.Version(stored.version()))
            .orElseGet(Expected.Nothing::new);
    try {
      WriteResult _ = bucketObjects.write(BucketPaths.CONTROLS, now.text() + "\n", expected);
    } catch (PortFailure _) {
      // The page is written, and the next run writes the trend again.
    }
  }
}

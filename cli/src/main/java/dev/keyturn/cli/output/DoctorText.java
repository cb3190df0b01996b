package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import java.util.List;

/** The findings of doctor as text: a table by sections, with the fix below each finding. */
public final class DoctorText {
  private final Diagnosis diagnosis;
  private final boolean all;
  private final boolean colours;

  /**
   * A table.
   *
   * @param all whether to show also the points that are ok
   */
  public DoctorText(Diagnosis diagnosis, boolean all, boolean colours) {
    this.diagnosis = diagnosis;
    this.all = all;
    this.colours = colours;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(paint(AnsiStyle.BOLD, head())).append("\n\n");
    TextTable table = new TextTable(colours, "  ");
    for (Section section : Section.values()) {
      section(table, section);
    }
    text.append(table.text());
    text.append(
        "%s, %s, %s ok. Nothing was changed.%n"
            .formatted(
                Words.count(diagnosis.count(Severity.ERROR), "error"),
                Words.count(diagnosis.count(Severity.WARNING), "warning"),
                diagnosis.count(Severity.OK)));
    return text.toString();
  }

  private String head() {
    return "%s doctor%s%s"
        .formatted(
            diagnosis.name().isEmpty() ? "keyturn" : Words.plain(diagnosis.name()),
            diagnosis.account().isEmpty() ? "" : ", account " + diagnosis.account(),
            diagnosis.caller().isEmpty() ? "" : ", as " + Words.plain(diagnosis.caller()));
  }

  private void section(TextTable table, Section section) {
    List<Finding> findings =
        diagnosis.findings().stream().filter(finding -> finding.section() == section).toList();
    long ok = findings.stream().filter(finding -> finding.severity() == Severity.OK).count();
    table.line(paint(AnsiStyle.BOLD, section.name()));
    for (Finding finding : findings) {
      if (all || finding.severity() != Severity.OK) {
        finding(table, finding);
      }
    }
    if (!all && ok > 0) {
      table.line(
          "  %s  %s"
              .formatted(
                  paint(AnsiStyle.GREEN, "ok     "),
                  paint(AnsiStyle.DIM, Words.count(ok, "point"))));
    }
    table.line("");
  }

  private void finding(TextTable table, Finding finding) {
    table.row(
        severity(finding.severity()), Cell.of(aligned(finding.point())), Cell.of(finding.found()));
    for (Fix fix : finding.fixes()) {
      table.line(" ".repeat(11) + line(fix, colours));
    }
  }

  /** A step of a fix. */
  static String line(Fix fix, boolean colours) {
    String text = Words.plain(fix.text());
    return switch (fix) {
      case Fix.Command _ -> (colours ? AnsiStyle.BOLD.on("$ ") : "$ ") + text;
      case Fix.Advice _ -> colours ? AnsiStyle.DIM.on(text) : text;
    };
  }

  /** Aligned with the points that are not shown, too, so that --all moves no column. */
  private String aligned(String point) {
    int width = diagnosis.findings().stream().mapToInt(f -> f.point().length()).max().orElse(0);
    return point + " ".repeat(width - point.length());
  }

  private static Cell severity(Severity severity) {
    return Cell.of("%-7s".formatted(severity.word()), style(severity));
  }

  static AnsiStyle style(Severity severity) {
    return switch (severity) {
      case OK -> AnsiStyle.GREEN;
      case WARNING -> AnsiStyle.YELLOW;
      case ERROR -> AnsiStyle.RED;
    };
  }

  private String paint(AnsiStyle style, String text) {
    return colours ? style.on(text) : text;
  }
}

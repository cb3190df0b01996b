package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
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
    int width = diagnosis.findings().stream().mapToInt(f -> f.point().length()).max().orElse(0);
    for (Section section : Section.values()) {
      section(text, section, width);
    }
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

  private void section(StringBuilder text, Section section, int width) {
    List<Finding> findings =
        diagnosis.findings().stream().filter(finding -> finding.section() == section).toList();
    long ok = findings.stream().filter(finding -> finding.severity() == Severity.OK).count();
    text.append(paint(AnsiStyle.BOLD, section.name())).append('\n');
    for (Finding finding : findings) {
      if (all || finding.severity() != Severity.OK) {
        finding(text, finding, width);
      }
    }
    if (!all && ok > 0) {
      text.append("  %s  %s%n".formatted(word(Severity.OK), paint(AnsiStyle.DIM, points(ok))));
    }
    text.append('\n');
  }

  private static String points(long ok) {
    return Words.count(ok, "point");
  }

  private void finding(StringBuilder text, Finding finding, int width) {
    String point = finding.point() + " ".repeat(width - finding.point().length());
    text.append(
        "  %s  %s  %s%n".formatted(word(finding.severity()), point, Words.plain(finding.found())));
    for (Fix fix : finding.fixes()) {
      text.append(" ".repeat(11))
          .append(
              switch (fix) {
                case Fix.Command command ->
                    paint(AnsiStyle.BOLD, "$ ") + Words.plain(command.text());
                case Fix.Advice advice -> paint(AnsiStyle.DIM, Words.plain(advice.text()));
              })
          .append('\n');
    }
  }

  private String word(Severity severity) {
    return switch (severity) {
      case OK -> paint(AnsiStyle.GREEN, "ok     ");
      case WARNING -> paint(AnsiStyle.YELLOW, "warning");
      case ERROR -> paint(AnsiStyle.RED, "error  ");
    };
  }

  private String paint(AnsiStyle ink, String text) {
    return colours ? ink.on(text) : text;
  }
}

package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.MemberDiagnosis;
import dev.keyturn.doctor.OrganizationDiagnosis;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import java.util.stream.Stream;

/** The accounts of an organization, a line for each; below it what is not ok, with the fix. */
public final class OrganizationDoctorText {
  private final OrganizationDiagnosis diagnosis;
  private final boolean all;
  private final boolean colours;

  /**
   * A table.
   *
   * @param all whether to show also the points that are ok
   */
  public OrganizationDoctorText(OrganizationDiagnosis diagnosis, boolean all, boolean colours) {
    this.diagnosis = diagnosis;
    this.all = all;
    this.colours = colours;
  }

  public String text() {
    TextTable table = new TextTable(colours, "  ");
    table.row(
        Stream.of("ACCOUNT", "NAME", "SESSION", "PERMISSIONS", "OWNERS")
            .map(title -> Cell.of(title, AnsiStyle.DIM)));
    diagnosis.accounts().forEach(account -> account(table, account));
    return "%s%n%s%n%s: ok %s, warning %s, error %s, left out %s. Nothing was changed.%n"
        .formatted(
            paint(AnsiStyle.BOLD, "ACCOUNTS of organization " + diagnosis.id()),
            table.text(),
            Words.count(diagnosis.accounts().size(), "account"),
            diagnosis.count(Severity.OK),
            diagnosis.count(Severity.WARNING),
            diagnosis.count(Severity.ERROR),
            diagnosis.leftOut());
  }

  private void account(TextTable table, MemberDiagnosis account) {
    Stream<Cell> who =
        Stream.of(account.account().value(), account.name()).map(word -> Cell.of(word));
    if (!account.leftOut().isEmpty()) {
      table.row(
          Stream.concat(
              who, Stream.of("left out", "-", "-").map(word -> Cell.of(word, AnsiStyle.DIM))));
      table.line(paint(AnsiStyle.DIM, "    " + Words.plain(account.leftOut())));
      return;
    }
    table.row(
        Stream.concat(
            who,
            Stream.of(Section.CREDENTIALS, Section.PERMISSIONS, Section.OWNERS)
                .map(section -> cell(account, section))));
    account.findings().stream()
        .filter(finding -> all || finding.severity() != Severity.OK)
        .forEach(finding -> finding(table, finding));
  }

  private static Cell cell(MemberDiagnosis account, Section section) {
    return account.checked(section)
        ? Cell.of(account.severity(section).word(), DoctorText.style(account.severity(section)))
        : Cell.of("-", AnsiStyle.DIM);
  }

  private void finding(TextTable table, Finding finding) {
    table.line(
        "    %s  %s: %s"
            .formatted(
                paint(DoctorText.style(finding.severity()), finding.severity().word()),
                finding.id(),
                Words.plain(finding.found())));
    for (Fix fix : finding.fixes()) {
      table.line(" ".repeat(6) + DoctorText.line(fix, colours));
    }
  }

  private String paint(AnsiStyle style, String text) {
    return colours ? style.on(text) : text;
  }
}

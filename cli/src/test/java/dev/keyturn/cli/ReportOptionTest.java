package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of pages and days to come before anything is read. */
class ReportOptionTest {
  @TempDir private Path folder;

  private final CommandFixture fixture = new CommandFixture(Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply"})
  void aPageThatCannotBeWrittenIsRefusedBeforeAnythingIsRead(String command) {
    String file = folder.resolve("none/report.html").toString();
    assertThat(fixture.keyturn(command, "--report", file)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err())
        .contains("there is no folder " + folder.resolve("none"), "Nothing was read or changed")
        .doesNotContain("SES_EMAIL");
  }

  @Test
  void aFolderIsNoPage() {
    assertThat(fixture.keyturn("plan", "--report", folder.toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("it is a folder");
  }

  @Test
  void whatIsNoRegularFileIsNoPage() throws IOException {
    Path behind = Files.writeString(folder.resolve("behind.csv"), "of another program");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), behind);
    assertThat(fixture.keyturn("plan", "--report", link.toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("not a regular file");
    assertThat(behind).hasContent("of another program");
    Path dangling =
        Files.createSymbolicLink(folder.resolve("dangling.json"), folder.resolve("none"));
    assertThat(new ReportFile(dangling).objection()).isPresent();
    assertThat(new ReportFile(behind).objection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "report.pdf", "report.html.gz", "report.xlsx", "html", "json"})
  void aNameThatSaysNoFormIsRefusedBeforeAnythingIsRead(String name) {
    for (String command : List.of("plan", "apply")) {
      assertThat(fixture.keyturn(command, "--report", folder.resolve(name).toString()))
          .isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(fixture.err())
          .contains("must end in .html", ".csv", ".json", "Nothing was read or changed")
          .doesNotContain("SES_EMAIL");
    }
  }

  @ParameterizedTest
  @CsvSource({"a.html,HTML", "a.csv,CSV", "a.json,JSON", "A.JSON,JSON", "a.csv.html,HTML"})
  void theNameSaysTheForm(String name, ReportFile.Form form) {
    ReportFile file = new ReportFile(folder.resolve(name));
    assertThat(file.form()).contains(form);
    assertThat(file.objection()).isEmpty();
  }

  @Test
  void whatIsReplacedIsReadBeforeIfItIsText() throws IOException {
    ReportFile file = new ReportFile(folder.resolve("report.html"));
    assertThat(file.before()).isEmpty();
    file.write("before");
    assertThat(file.before()).isEqualTo("before");
    Files.write(file.path(), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(file.before()).isEmpty();
  }

  @Test
  void aPageReplacesTheOneBeforeAndLeavesNothingElse() throws IOException {
    ReportFile file = new ReportFile(folder.resolve("report.html"));
    file.write("before");
    file.write("after");
    assertThat(folder.resolve("report.html")).hasContent("after");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "401"})
  void daysAreNeitherNoneNorTooMany(String days) {
    assertThat(fixture.keyturn("plan", "--days", days)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("--days is a number from 1 to 400, not " + days);
  }

  @Test
  void oneDayDoesNotGoWithManyOrWithAPage() {
    assertThat(fixture.keyturn("plan", "--days", "9", "--as-of", "2027-01-31"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.keyturn("plan", "--report", "a.html", "--as-of", "2027-01-31"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("give one of them", "leave out --as-of");
  }
}

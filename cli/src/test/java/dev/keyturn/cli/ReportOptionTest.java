package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of pages and days to come before anything is read. */
class ReportOptionTest {
  @TempDir private Path folder;

  private final CommandFixture desk = new CommandFixture(Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply"})
  void aPageThatCannotBeWrittenIsRefusedBeforeAnythingIsRead(String command) {
    String file = folder.resolve("none/report.html").toString();
    assertThat(desk.keyturn(command, "--report", file)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err())
        .contains("there is no folder " + folder.resolve("none"), "Nothing was read or touched")
        .doesNotContain("SES_EMAIL");
  }

  @Test
  void aFolderIsNoPage() {
    assertThat(desk.keyturn("plan", "--report", folder.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("it is a folder");
  }

  @Test
  void whatIsNoRegularFileIsNoPage() throws IOException {
    Path behind = Files.writeString(folder.resolve("behind"), "of somebody else");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), behind);
    assertThat(desk.keyturn("plan", "--report", link.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("no regular file");
    assertThat(behind).hasContent("of somebody else");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    assertThat(new ReportFile(dangling).objection()).isPresent();
    assertThat(new ReportFile(behind).objection()).isEmpty();
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
    assertThat(desk.keyturn("plan", "--days", days)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("--days is a number from 1 to 400, not " + days);
  }

  @Test
  void oneDayDoesNotGoWithManyOrWithAPage() {
    assertThat(desk.keyturn("plan", "--days", "9", "--as-of", "2027-01-31"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.keyturn("plan", "--report", "a.html", "--as-of", "2027-01-31"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("give one of them", "leave out --as-of");
  }
}

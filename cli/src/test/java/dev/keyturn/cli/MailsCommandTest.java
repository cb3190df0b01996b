package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyturn mails}. */
class MailsCommandTest {
  private static final List<String> KINDS =
      List.of(
          "warned",
          "slots-taken",
          "slots-taken-2",
          "replaced",
          "replaced-2",
          "replaced-3",
          "compromised",
          "replaced-afterwards",
          "replaced-afterwards-2",
          "never-fetched",
          "still-in-use",
          "deactivated",
          "deactivated-2",
          "deleted",
          "unused",
          "unused-deactivated",
          "unused-deleted",
          "wrong-key-off",
          "reactivated",
          "brought-back",
          "brought-back-2",
          "digest",
          "digest-2",
          "digest-3");

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("LAMBDA_FUNCTION_NAME", "blue"),
          Map.entry("SES_EMAIL", "keys@corp.example"),
          Map.entry("SES_REGION", "eu-central-1"),
          Map.entry("IAM_EMAIL_TAG_KEY", "email"),
          Map.entry("S3_CSV_BUCKET", "corp"),
          Map.entry("LAST_CHECK_DATE_TAG_KEY", "last-check-date"),
          Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key"),
          Map.entry("WARNING_DAYS", "30"),
          Map.entry("OVERDUE_DAYS", "60"),
          Map.entry("DEACTIVATE_DAYS", "10"),
          Map.entry("DELETION_DAYS", "10"));

  @TempDir private Path temp;

  @Test
  void showsEveryMailOnOnePageAtTwoWidthsWithNeitherSettingsNorAws() throws IOException {
    Path out = temp.resolve("some/mails");
    CommandFixture fixture = new CommandFixture(Map.of());
    assertThat(fixture.keyturn("mails", "--out", out.toString())).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.out()).contains(out.resolve("index.html").toString());
    String page = Files.readString(out.resolve("index.html"));
    for (String kind : KINDS) {
      assertThat(page)
          .contains("<iframe class=\"phone\" src=\"" + kind + ".html\"")
          .contains("<iframe class=\"desktop\" src=\"" + kind + ".html\"");
      assertThat(out.resolve(kind + ".html")).content().contains("<!DOCTYPE html>");
      assertThat(out.resolve(kind + ".txt")).content().startsWith("Subject: [keyturn] ");
    }
    assertThat(page).doesNotContain("http://", "https://cdn", "<script");
  }

  @Test
  void writesNothingButMailsAndThePage() throws IOException {
    new CommandFixture(Map.of()).keyturn("mails", "--out", temp.resolve("mails").toString());
    try (Stream<Path> files = Files.list(temp.resolve("mails"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> KINDS.stream().noneMatch(kind -> name.matches(kind + ".(html|txt)")))
          .containsExactly("index.html");
    }
  }

  @Test
  void showsAnInstallationItsOwnTemplatesNameAndContact() throws IOException {
    Path own = Files.createDirectory(temp.resolve("own"));
    Files.writeString(own.resolve("deleted.txt"), "Subject: <Weg>: {{user}}\nWeg & fort.\n");
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("MAIL_TEMPLATES", own.toString());
    settings.put("ADMIN_EMAIL", "help@corp.example");
    Path out = temp.resolve("mails");
    assertThat(new CommandFixture(settings).keyturn("mails", "--out", out.toString()))
        .isEqualTo(ExitStatus.DONE);
    assertThat(out.resolve("deleted.txt")).content().startsWith("Subject: <Weg>: alice\n\nWeg & ");
    assertThat(out.resolve("warned.txt"))
        .content()
        .contains("Subject: [blue] before 2026-12-01, alice: ", "write to help@corp.example");
    assertThat(out.resolve("index.html"))
        .content()
        .contains("&lt;Weg&gt;: alice", "Weg &amp; fort");
  }

  @Test
  void namesNoContactIfSettingsHaveNone() throws IOException {
    Path out = temp.resolve("mails");
    new CommandFixture(SETTINGS).keyturn("mails", "--out", out.toString());
    assertThat(out.resolve("warned.txt"))
        .content()
        .contains("Ask the administrators of AWS account 123456789012.");
  }

  @Test
  void tellsWhatIsWrongWithTemplatesAndWritesNothing() throws IOException {
    Path own = Files.createDirectory(temp.resolve("own"));
    Files.writeString(own.resolve("deleted.html"), "{{unknown}}\n");
    CommandFixture fixture = new CommandFixture(Map.of("MAIL_TEMPLATES", own.toString()));
    Path out = temp.resolve("mails");
    assertThat(fixture.keyturn("mails", "--out", out.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("nothing was written", "deleted.html: line 1", "'unknown'");
    assertThat(out).doesNotExist();
  }

  @Test
  void writesOverItsOwnFolderAndIntoAnEmptyOne() throws IOException {
    Path out = Files.createDirectory(temp.resolve("mails"));
    assertThat(new CommandFixture(Map.of()).keyturn("mails", "--out", out.toString())).isZero();
    Files.writeString(out.resolve("warned.txt"), "old");
    assertThat(new CommandFixture(Map.of()).keyturn("mails", "--out", out.toString())).isZero();
    assertThat(out.resolve("warned.txt")).content().startsWith("Subject: ");
  }

  @Test
  void refusesAFolderThatItDidNotWriteAndAFile() throws IOException {
    Files.writeString(temp.resolve("index.html"), "<p>mine</p>");
    CommandFixture fixture = new CommandFixture(Map.of());
    assertThat(fixture.keyturn("mails", "--out", temp.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains(temp + " has files that this command did not write");
    assertThat(temp.resolve("index.html")).content().isEqualTo("<p>mine</p>");
    assertThat(fixture.keyturn("mails", "--out", temp.resolve("index.html").toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("index.html is not a folder");
    Files.delete(temp.resolve("index.html"));
    Files.writeString(temp.resolve("notes.txt"), "mine");
    assertThat(fixture.keyturn("mails", "--out", temp.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(temp).isDirectoryNotContaining("glob:**.html");
  }

  @Test
  void saysThatAFolderCannotBeWrittenTo() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    CommandFixture fixture = new CommandFixture(Map.of());
    assertThat(fixture.keyturn("mails", "--out", file.resolve("below").toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err())
        .contains("could not be written", "Name a folder that you may write to");
  }
}

package dev.keyturn.cli.output;

import dev.keyturn.mail.template.SampleMails.Sample;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that {@code keyturn mails} writes: two files for each mail, and a page with all mails.
 */
public record MailsFolder(Path directory) {
  /** The folder has files that this command did not write; nothing was changed. */
  public static final class NotOurs extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private NotOurs(String message) {
      super(message);
    }
  }

  /** The page that shows them all. */
  public Path page() {
    return directory.resolve("index.html");
  }

  /**
   * Writes all mails and overwrites earlier ones.
   *
   * @throws NotOurs if the folder has other files
   */
  public void write(List<Sample> samples) throws IOException, NotOurs {
    refuseOthers();
    Files.createDirectories(directory);
    // The page first, so that an incomplete folder is still recognized as ours.
    Files.writeString(page(), MailsPage.of(samples));
    for (Sample sample : samples) {
      Files.writeString(directory.resolve(sample.name() + ".html"), sample.mail().html());
      Files.writeString(
          directory.resolve(sample.name() + ".txt"),
          "Subject: %s\n\n%s".formatted(sample.mail().subject(), sample.mail().text()));
    }
  }

  private void refuseOthers() throws IOException, NotOurs {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NotOurs(directory + " is not a folder; nothing was written. Name another.");
    }
    if (!Files.exists(directory) || empty() || ours()) {
      return;
    }
    throw new NotOurs(
        directory
            + " has files that this command did not write; nothing was written. Name another"
            + " folder.");
  }

  private boolean empty() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private boolean ours() throws IOException {
    return Files.isRegularFile(page()) && Files.readString(page()).contains(MailsPage.MADE_BY_US);
  }
}

package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.fetch.FileWords;
import dev.keyturn.cli.output.MailsFolder;
import dev.keyturn.mail.Signature.Contact;
import dev.keyturn.mail.template.SampleMails;
import dev.keyturn.mail.template.SampleMails.Sample;
import dev.keyturn.mail.template.Templates;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keyturn mails}. */
@Command(
    name = "mails",
    mixinStandardHelpOptions = true,
    description = {
      "Writes every mail that Keyturn sends to files, with made-up data, as text and as HTML, and a"
          + " page that shows them all. Needs no AWS.",
      "",
      "With MAIL_TEMPLATES, the mails are made from your own templates. Name and contact come from"
          + " your settings, if these are complete.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn mails --out mails                    then open mails/index.html",
      "  MAIL_TEMPLATES=ours keyturn mails --out m    with templates of your own",
    })
public final class MailsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "The folder to write to: one that does not exist yet, is empty, or was written by this"
              + " command before.")
  private @Nullable Path out;

  public MailsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (out == null) {
      throw new IllegalStateException("picocli demands --out");
    }
    try {
      List<Sample> samples = samples();
      MailsFolder folder = new MailsFolder(out);
      folder.write(samples);
      terminal.out().println(Words.count(samples.size(), "mail") + ", all on one page:");
      terminal.out().println("  " + folder.page());
      return ExitStatus.DONE;
    } catch (UnusableTemplates e) {
      terminal.err().println("keyturn: invalid mail templates; nothing was written.");
      e.problems().forEach(problem -> terminal.err().println("  - " + Words.plainLines(problem)));
    } catch (MailsFolder.NotOurs e) {
      terminal.err().println("keyturn: " + Words.plainLines(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      terminal
          .err()
          .println(
              "keyturn: %s could not be written (%s). Name a folder that you may write to."
                  .formatted(Words.plain(out.toString()), FileWords.of(e)));
    }
    return ExitStatus.BAD_INPUT;
  }

  private List<Sample> samples() throws UnusableTemplates {
    String own = terminal.environment().getOrDefault("MAIL_TEMPLATES", "").strip();
    Templates templates = own.isEmpty() ? Templates.standard() : Templates.replacedBy(Path.of(own));
    return switch (Settings.read(terminal.environment())) {
      case Checked.Sound sound ->
          SampleMails.of(
              templates, sound.settings().name(), contact(sound.settings().options().contact()));
      case Checked.Unsound _ -> SampleMails.of(templates, "keyturn", SampleMails.CONTACT);
    };
  }

  private static Contact contact(Options.Contact contact) {
    return switch (contact) {
      case Options.Contact.Known known -> new Contact.Known(known.address());
      case Options.Contact.None _ -> new Contact.None();
    };
  }
}

package dev.keyturn.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.org.MemberCredentials.Access;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.fetch.FileWords;
import dev.keyturn.inventory.OwnersFile;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.run.OwnerTags;
import dev.keyturn.run.OwnerTags.Change;
import dev.keyturn.run.OwnerTags.Planned;
import dev.keyturn.run.Workplace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyturn tag-owners}. */
@Command(
    name = "tag-owners",
    mixinStandardHelpOptions = true,
    description =
        "Writes the addresses of owners to the address tag of users (IAM_EMAIL_TAG_KEY, or email),"
            + " and touches no other tag. Shows what it would do, and asks. Refuses the whole file"
            + " where a line is wrong.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn tag-owners owners.csv                      shows the plan, asks",
      "  keyturn tag-owners owners.csv --yes                asks nothing",
      "  keyturn tag-owners --revert owners.csv.revert.csv  takes it back",
      "",
      "The file begins with the line user,email and has one user a line.",
    })
final class TagOwnersCommand implements Callable<Integer> {
  /** More than any account has users. */
  private static final long LONGEST = 4_000_000;

  private final Terminal terminal;
  private final Machine machine;

  @Parameters(paramLabel = "FILE.csv", description = "Users and the addresses of their owners.")
  private @Nullable Path file;

  @Option(
      names = "--revert",
      description = "The file is one that an earlier tag-owners wrote: take those tags back.")
  private boolean revert;

  @Option(
      names = "--revert-file",
      paramLabel = "FILE.csv",
      description = "Where to write what takes it back (default: FILE.csv.revert.csv).")
  private @Nullable Path revertFile;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Mixin private AccountOption account = new AccountOption();

  @Option(names = "--yes", description = "Do not ask. Required where there is no terminal.")
  private boolean yes;

  TagOwnersCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Path source = file;
    if (source == null) {
      throw new IllegalStateException("picocli demands a file");
    }
    if (terminal.refusesToAct(yes)) {
      return ExitStatus.BAD_INPUT;
    }
    String text;
    try {
      if (Files.size(source) > LONGEST) {
        return refused("%s is longer than any such file".formatted(source));
      }
      text = Files.readString(source, UTF_8);
    } catch (IOException e) {
      return refused("%s cannot be read: %s".formatted(source, FileWords.of(e)));
    }
    return new Session(terminal, machine, aws, account.account())
        .filled(Access.FULL, (place, _) -> tag(place, source, text));
  }

  private int tag(Workplace place, Path source, String text) throws CannotBegin {
    OwnersFile owners =
        revert
            ? OwnersFile.readRevert(text)
            : OwnersFile.read(text, place.settings().policy().limits().domains());
    if (owners.rows().isEmpty() && owners.problems().isEmpty()) {
      return refused("%s has no line after its header; write one user a line".formatted(source));
    }
    String tag = place.settings().addressTag();
    OwnerTags tags = new OwnerTags(place.ports().users(), tag);
    Planned planned;
    try {
      terminal
          .out()
          .println(
              "keyturn tag-owners, account %s, tag '%s'%n"
                  .formatted(place.ports().account().identify().accountId(), Words.plain(tag)));
      planned = tags.plan(owners);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
    if (!planned.refused().isEmpty()) {
      planned
          .refused()
          .forEach(
              (line, why) ->
                  terminal.err().println("  line %s: %s".formatted(line, Words.plain(why))));
      return refused(
          "%s of %s cannot be carried out; correct or remove them"
              .formatted(Words.count(planned.refused().size(), "line"), source));
    }
    show(planned.changes());
    List<Change> writes = planned.changes().stream().filter(Change::writes).toList();
    if (writes.isEmpty()) {
      return ExitStatus.DONE;
    }
    if (place.settings().options().dryRun()) {
      terminal.out().println("Nothing was changed, because DRY_RUN is true.");
      return ExitStatus.DONE;
    }
    if (!yes && !terminal.consents("Do this?")) {
      terminal.out().println("Nothing was changed.");
      return ExitStatus.DONE;
    }
    return write(tags, writes, source);
  }

  private int refused(String why) {
    terminal.err().println("keyturn: " + Words.plain(why) + ". Nothing was changed.");
    return ExitStatus.BAD_INPUT;
  }

  private void show(List<Change> changes) {
    ToIntFunction<Change> name = change -> change.row().user().value().length();
    int width = changes.stream().mapToInt(name).max().orElse(0);
    changes.stream()
        .filter(Change::writes)
        .map(
            change ->
                "%-6s  %s%s  %s%s"
                    .formatted(
                        change.verb(),
                        change.row().user(),
                        " ".repeat(width - name.applyAsInt(change)),
                        change.row().to(),
                        change.before().map(was -> " (was " + was + ")").orElse("")))
        .forEach(line -> terminal.out().println(Words.plain(line).stripTrailing()));
    terminal
        .out()
        .println(
            "%s: %s."
                .formatted(
                    Words.count(changes.size(), "user"),
                    String.join(
                        ", ",
                        Stream.of("add", "change", "remove", "keep")
                            .map(
                                verb ->
                                    verb
                                        + " "
                                        + changes.stream()
                                            .filter(change -> change.verb().equals(verb))
                                            .count())
                            .toList())));
  }

  /** The file that takes it back is there before the first tag is written. */
  private int write(OwnerTags tags, List<Change> writes, Path source) {
    Path back =
        Optional.ofNullable(revertFile)
            .orElseGet(() -> source.resolveSibling(source.getFileName() + ".revert.csv"));
    try {
      Files.writeString(back, OwnerTags.revert(writes), UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      return refused(back + " exists already; name another file with --revert-file");
    } catch (IOException e) {
      return refused("%s cannot be written: %s".formatted(back, FileWords.of(e)));
    }
    int failed = 0;
    for (Change change : writes) {
      try {
        tags.carryOut(change);
      } catch (PortFailure failure) {
        failed++;
        terminal
            .err()
            .println(
                "keyturn: %s (line %s): %s"
                    .formatted(
                        change.row().user(), change.row().line(), Words.plain(failure.message())));
      }
    }
    terminal
        .out()
        .println(
            "Done for %s, failed for %s. To take it back: keyturn tag-owners --revert %s"
                .formatted(
                    Words.count(writes.size() - failed, "user"),
                    failed,
                    Words.plain(back.toString())));
    return failed > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
  }
}

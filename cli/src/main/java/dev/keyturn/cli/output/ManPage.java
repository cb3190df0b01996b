package dev.keyturn.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of all commands as one manual page (man(7), in roff). */
public record ManPage(CommandSpec root) {

  public String text() {
    UsageMessageSpec about = root.usageMessage();
    List<String> description = List.of(about.description());
    return ".TH KEYTURN 1 \"\" Keyturn Keyturn\n"
        + ".SH NAME\n"
        + plain("keyturn - " + asPhrase(description.getFirst()))
        + ".SH SYNOPSIS\n.B keyturn\n"
        + plain("COMMAND [OPTIONS]")
        + ".SH DESCRIPTION\n"
        + paragraphs(description.subList(1, description.size()))
        + ".SH COMMANDS\n"
        + root.subcommands().values().stream()
            .map(command -> command(command.getCommandSpec()))
            .collect(Collectors.joining())
        + ".SH OPTIONS OF EVERY COMMAND\n"
        + root.options().stream().map(ManPage::option).collect(Collectors.joining())
        + ".SH SETTINGS AND EXIT STATUS\n"
        + example(List.of(about.footer()));
  }

  private static String command(CommandSpec command) {
    UsageMessageSpec about = command.usageMessage();
    return ".SS "
        + plain("keyturn " + command.name())
        + paragraphs(List.of(about.description()))
        + command.positionalParameters().stream()
            .map(ManPage::parameter)
            .collect(Collectors.joining())
        + command.options().stream()
            .filter(option -> !isEverywhere(option))
            .map(ManPage::option)
            .collect(Collectors.joining())
        + ".P\n"
        + plain(about.footerHeading())
        + example(List.of(about.footer()));
  }

  private static boolean isEverywhere(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private static String parameter(PositionalParamSpec parameter) {
    return item(parameter.paramLabel(), List.of(parameter.description()));
  }

  private static String option(OptionSpec option) {
    String names = String.join(", ", option.names());
    String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    return item(names + label, List.of(option.description()));
  }

  private static String item(String term, List<String> description) {
    return ".TP\n.B " + plain(term) + plain(String.join(" ", description));
  }

  /** Paragraphs, separated by empty lines. */
  private static String paragraphs(List<String> lines) {
    return lines.stream()
        .map(line -> line.isEmpty() ? ".P\n" : plain(line))
        .collect(Collectors.joining());
  }

  /** Lines without filling. */
  private static String example(List<String> lines) {
    return Stream.of(Stream.of(".nf\n"), lines.stream().map(ManPage::plain), Stream.of(".fi\n"))
        .flatMap(part -> part)
        .collect(Collectors.joining());
  }

  /** "Rotates keys." as "rotates keys". */
  private static String asPhrase(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
        + sentence.substring(1, sentence.length() - (sentence.endsWith(".") ? 1 : 0));
  }

  /**
   * Escapes a line of text for roff; {@code \\&} keeps a leading dot from being a command. Removes
   * line ends in picocli's notation.
   */
  private static String plain(String line) {
    String safe =
        line.replace("\\", "\\e").replace("-", "\\-").replace("%n", "").replace("%%", "%");
    return (safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "") + safe + "\n";
  }
}

package dev.keyturn.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.cli.fetch.FileWords;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Scope;
import dev.keyturn.port.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The users that a command is about, named the same way by all commands. */
final class UserSelection {
  @Parameters(
      index = "0..*",
      paramLabel = "USER",
      converter = NameConverter.class,
      description = "Names of users; * and ? stand for any letters, as in 'ci-*'.")
  private List<Name> operands = new ArrayList<>();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = NameConverter.class,
      description = "The same as an option; may be given several times.")
  private List<Name> named = new ArrayList<>();

  @Option(
      names = "--users",
      paramLabel = "FILE",
      converter = FileConverter.class,
      description = "A file with such names, one a line; a line that begins with # is a comment.")
  private @Nullable Listed listed;

  /** A name, or a pattern of names. */
  record Name(String text) {
    private static final Pattern LEGAL = Pattern.compile("[\\w+=,.@*?-]{1,64}");

    Name {
      if (!LEGAL.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "not an IAM user name: '%s' (letters, digits and _+=,.@-; * and ? stand for any)"
                .formatted(text));
      }
    }

    boolean glob() {
      return text.contains("*") || text.contains("?");
    }

    boolean fits(UserName user) {
      String pattern =
          text.chars()
              .mapToObj(
                  letter ->
                      switch (letter) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(Character.toString(letter));
                      })
              .collect(Collectors.joining());
      return user.value().matches(pattern);
    }
  }

  /** The names of a file. */
  record Listed(List<Name> names) {
    Listed {
      names = List.copyOf(names);
    }
  }

  /** Whether no user is named: then all users are meant. */
  boolean all() {
    return names().isEmpty();
  }

  private List<Name> names() {
    List<Name> names = new ArrayList<>(operands);
    names.addAll(named);
    Optional.ofNullable(listed).map(Listed::names).ifPresent(names::addAll);
    return names;
  }

  /** Whether a user is selected; the user may no longer exist. */
  boolean includes(UserName user) {
    return all() || names().stream().anyMatch(name -> name.fits(user));
  }

  /**
   * The selected users. The account is read only if there are patterns.
   *
   * @throws CannotBegin if no user fits a pattern, or users could not be listed
   */
  Scope scope(Users users) throws CannotBegin {
    return all() ? new Scope.Everyone() : new Scope.Only(chosen(users));
  }

  /** The selected users, of a selection that names at least one. */
  Set<UserName> chosen(Users users) throws CannotBegin {
    Set<UserName> chosen = new LinkedHashSet<>();
    List<UserName> existing = names().stream().anyMatch(Name::glob) ? existing(users) : List.of();
    for (Name name : names()) {
      if (!name.glob()) {
        chosen.add(new UserName(name.text()));
        continue;
      }
      List<UserName> fitting = existing.stream().filter(name::fits).sorted().toList();
      if (fitting.isEmpty()) {
        throw new CannotBegin(
            "No user of this account fits '%s'. Upper and lower case differ; quote patterns, as in 'ci-*'."
                .formatted(name.text()));
      }
      chosen.addAll(fitting);
    }
    return chosen;
  }

  private static List<UserName> existing(Users users) throws CannotBegin {
    try {
      return users.names();
    } catch (PortFailure failure) {
      throw new CannotBegin("The users could not be listed: " + failure.message());
    }
  }

  /** Refuses what can be neither a name nor a pattern of names. */
  static final class NameConverter implements ITypeConverter<Name> {
    @Override
    public Name convert(String value) {
      try {
        return new Name(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Reads the file before anything else, and names the line that is no name. */
  static final class FileConverter implements ITypeConverter<Listed> {
    @Override
    public Listed convert(String value) {
      List<String> lines;
      try {
        lines = Files.readAllLines(Path.of(value), UTF_8);
      } catch (IOException e) {
        throw new TypeConversionException(
            "%s cannot be read: %s".formatted(value, FileWords.of(e)));
      }
      List<Name> names = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        try {
          names.add(new Name(line));
        } catch (IllegalArgumentException e) {
          throw new TypeConversionException(
              "line %s of %s: %s".formatted(i + 1, value, e.getMessage()));
        }
      }
      if (names.isEmpty()) {
        throw new TypeConversionException(value + " names no user: write one name a line");
      }
      return new Listed(names);
    }
  }
}

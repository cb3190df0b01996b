package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of CONTRIBUTING.md that say how to add something name places that exist. */
class ContributingTest {
  private static final Path ROOT =
      Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
          .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
          .findFirst()
          .orElseThrow();

  private static final Pattern SECTION =
      Pattern.compile(
          "(?m)^## How to add (.*)\\n\\n\\| step \\| place \\|\\n.*\\n((?:\\|.*\\n?)+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| (.+) \\|$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Words of Java in the form of a place. */
  private static final Set<String> NOT_A_PLACE = Set.of("switch");

  /** A row of one of the tables. */
  record Step(String section, String step, List<String> places) {
    @Override
    public String toString() {
      return section + ": " + step;
    }
  }

  static List<Step> steps() throws IOException {
    return SECTION
        .matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
        .results()
        .flatMap(
            section ->
                ROW.matcher(section.group(2))
                    .results()
                    .map(row -> new Step(section.group(1), row.group(1), places(row.group(2)))))
        .toList();
  }

  private static List<String> places(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(code -> code.group(1))
        .filter(name -> !NOT_A_PLACE.contains(name))
        .toList();
  }

  @Test
  void saysHowToAddEachKindOfThing() throws IOException {
    assertThat(steps().stream().map(Step::section).distinct())
        .containsExactly(
            "a reason or a decision", "a setting", "a permission", "a check of `keyturn doctor`");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyStepNamesPlacesThatExist(Step step) throws IOException {
    assertThat(step.places()).as("places of a step").isNotEmpty();
    Set<String> types = types();
    List<String> folders = step.places().stream().filter(name -> name.endsWith("/")).toList();
    assertThat(step.places())
        .allMatch(
            name ->
                types.contains(name)
                    || Files.exists(ROOT.resolve(name))
                    || folders.stream().anyMatch(in -> Files.exists(ROOT.resolve(in + name))),
            "is a type, a file or a folder");
  }

  @Test
  void findsTheRowsOfATable() {
    String page =
        "## How to add a thing\n\n| step | place |\n|---|---|\n| one | `core/`, `Gone` |\n";
    List<MatchResult> sections = SECTION.matcher(page).results().toList();
    assertThat(sections).hasSize(1);
    assertThat(places(sections.getFirst().group(2))).containsExactly("core/", "Gone");
  }

  private static Set<String> types() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}

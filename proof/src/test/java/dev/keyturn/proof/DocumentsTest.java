package dev.keyturn.proof;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.Reason;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that files, types and tests that documents name exist. */
class DocumentsTest {
  private static final Path ROOT = root();
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern PATH =
      Pattern.compile("(core|aws|cli|demo|proof|sandbox|lambda|deploy|docs|bench|\\.ci)/[\\w./-]*");
  private static final Pattern TYPE = Pattern.compile("[A-Z][a-z]\\w*[a-z]\\w*");
  private static final Pattern TEST = Pattern.compile("([A-Z]\\w+Test)(?:\\.(\\w+))?");

  /** Words in the form of a type that are not our types. */
  private static final Set<String> FOREIGN =
      Set.of(
          "Effect",
          "OnlyAdministratorsReadWhatTheyHandOver",
          "Action",
          "Resource",
          "Principal",
          "Date",
          "MaxItems",
          "Marker",
          "Spotless",
          "Active",
          "Inactive",
          "Expired",
          "ReadOnlyAccess");

  /** A parameter or a resource of the template. */
  private static final Pattern DEPLOYED = Pattern.compile("(?m)^  ([A-Z]\\w+):$");

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
        .findFirst()
        .orElseThrow();
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyFileThatIsNamedExists(Path document) throws IOException {
    Stream<String> linked =
        LINK.matcher(Files.readString(document)).results().map(link -> link.group(1));
    assertThat(linked)
        .allMatch(link -> Files.exists(document.resolveSibling(link)), "exists beside " + document);
    assertThat(code(document).filter(name -> PATH.matcher(name).matches()))
        .allMatch(name -> Files.exists(ROOT.resolve(name)), "exists, as " + document + " says");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyTypeThatIsNamedExists(Path document) throws IOException {
    Set<String> ours = sources();
    for (String template :
        List.of(
            "deploy/template.yaml",
            "deploy/member.yaml",
            "deploy/organization.yaml",
            "deploy/examples/exposed-keys.yaml")) {
      DEPLOYED
          .matcher(Files.readString(ROOT.resolve(template)))
          .results()
          .forEach(name -> ours.add(name.group(1)));
    }
    assertThat(
            code(document)
                .filter(name -> TYPE.matcher(name).matches())
                .filter(not(FOREIGN::contains)))
        .allMatch(ours::contains, "is a type of ours, as " + document + " says");
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index = Files.readString(ROOT.resolve("docs/README.md"));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      assertThat(docs.map(page -> page.getFileName().toString()))
          .filteredOn(name -> name.contains(".") && !name.equals("README.md"))
          .allMatch(name -> index.contains("(" + name + ")"), "stands in docs/README.md");
    }
  }

  @Test
  void everyPromiseNamesATestThatExists() throws IOException {
    String text = Files.readString(ROOT.resolve("INVARIANTS.md"));
    List<String> promises =
        Stream.of(text.split("\n(?=\\d+\\. )"))
            .filter(part -> part.matches("(?s)\\d+\\..*"))
            .toList();
    assertThat(promises).hasSize(12);
    Map<String, Path> files = testFiles();
    for (String promise : promises) {
      List<MatchResult> tests = TEST.matcher(promise).results().toList();
      assertThat(tests).as(promise).isNotEmpty();
      for (MatchResult test : tests) {
        assertThat(files).containsKey(test.group(1));
        if (test.group(2) != null) {
          assertThat(Files.readString(files.get(test.group(1))))
              .contains("void " + test.group(2) + "(");
        }
      }
    }
  }

  @Test
  void everyReasonIsExplained() throws IOException {
    Set<String> explained = firstCells(ROOT.resolve("docs/reasons.md"));
    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(Reason.all().stream().map(Reason::name).toList());
  }

  @Test
  void everyRequiredSettingIsExplained() throws IOException {
    Set<String> explained = firstCells(ROOT.resolve("docs/settings.md"));
    if (Settings.read(Map.of()) instanceof Checked.Unsound unsound) {
      assertThat(unsound.texts()).hasSize(11);
      assertThat(explained)
          .containsAll(
              unsound.texts().stream()
                  .map(problem -> problem.substring(0, problem.indexOf(' ')))
                  .toList());
    } else {
      throw new AssertionError("an empty environment is sound");
    }
  }

  private static Stream<String> code(Path document) throws IOException {
    return CODE.matcher(Files.readString(document)).results().map(code -> code.group(1));
  }

  /** The code in the first cell of each row of a document's tables. */
  private static Set<String> firstCells(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .collect(Collectors.toSet());
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Map<String, Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""), file -> file));
    }
  }
}

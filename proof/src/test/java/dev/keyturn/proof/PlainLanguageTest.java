package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources, messages and documents avoid archaic words: many readers are not native speakers. */
class PlainLanguageTest {
  private static final Path ROOT = root();

  private static final List<String> BANNED =
      List.of(
          "whoever",
          "whomever",
          "anew",
          "afresh",
          "nought",
          "nobody",
          "somebody",
          "everybody",
          "anybody",
          "lately",
          "in vain",
          "in the making",
          "so many",
          "so long",
          "goes on",
          "go on",
          "going on",
          "went on",
          "is told of",
          "are told of",
          "was told of",
          "for want of",
          "will not do",
          "would not do",
          "comes to an end",
          "thereof",
          "would else",
          "none but");

  /** The licence is not our text, and this test has the list of the words. */
  private static final Set<String> EXEMPT =
      Set.of("LICENSE", "proof/src/test/java/dev/keyturn/proof/PlainLanguageTest.java");

  /** Folders without sources, besides hidden ones. */
  private static final Set<String> NO_SOURCES = Set.of("target", "node_modules");

  /** Hidden folders with sources and documents of contributors. */
  private static final Set<String> READ = Set.of(".ci", ".github");

  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(java|md|txt|html|css|js|mjs|py|sh|yml|yaml|json|tf|xml|properties|options|rb|cmd|ini|1)"
              + "|[\\w-]+");

  /** Words of a phrase may be on two lines of a comment or of a message, or parts of a name. */
  private static final Pattern WORDS =
      Pattern.compile(
          BANNED.stream()
              .map(phrase -> phrase.replace(" ", "[\\s_*/#\"+]+"))
              .collect(Collectors.joining("|", "(?<![A-Za-z])(", ")(?![A-Za-z])")),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WORD_IN_A_NAME =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> banned(String text) {
    String words = WORD_IN_A_NAME.matcher(text).replaceAll("_");
    return WORDS
        .matcher(words)
        .results()
        .map(found -> "line %d: %s".formatted(line(words, found.start()), found.group()))
        .toList();
  }

  private static long line(String text, int position) {
    return 1 + text.substring(0, position).chars().filter(letter -> letter == '\n').count();
  }

  /** Every source, message and document, by its name below the root. */
  private static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean hidden = name.startsWith(".") && !READ.contains(name) && !folder.equals(ROOT);
            return hidden || NO_SOURCES.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && TEXT.matcher(String.valueOf(file.getFileName())).matches()) {
              files.add(ROOT.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  @Test
  void filesHaveNoBannedWords() throws IOException {
    List<String> checked = files().stream().filter(file -> !EXEMPT.contains(file)).toList();
    assertThat(checked)
        .contains("README.md", "pom.xml", ".github/ISSUE_TEMPLATE/bug.md", "release/keyturn.rb")
        .contains("core/src/main/java/dev/keyturn/policy/Planner.java")
        .contains("core/src/test/java/dev/keyturn/policy/GraceTest.java");
    List<String> found = new ArrayList<>();
    for (String file : checked) {
      banned(Files.readString(ROOT.resolve(file))).forEach(word -> found.add(file + ", " + word));
    }
    assertThat(found).as("banned words: rewrite the sentence in plain words").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nobody else",
        "class StartAnew {",
        "void whoeverWaits() {",
        "RUN_GOES_ON,",
        "/* it goes\n   * on */",
        "\"one run is told \"\n    + \"of it\"",
        "# so\n# many",
      })
  void findsWordsInProseNamesAndWrappedText(String text) {
    assertThat(banned(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIANEW0000000000002",
        "also many",
        "go online",
        "as long as",
        "so much",
        "isOfANewKey"
      })
  void leavesOtherWordsAlone(String text) {
    assertThat(banned(text)).isEmpty();
  }

  @Test
  void namesTheLine() {
    assertThat(banned("nobody")).containsExactly("line 1: nobody");
    assertThat(banned("x\ny nobody\n\nanew")).containsExactly("line 2: nobody", "line 4: anew");
  }
}

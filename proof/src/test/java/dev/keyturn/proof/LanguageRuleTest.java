package dev.keyturn.proof;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Numbers, dates and names are the same bytes in every language of the machine: nothing is
 * formatted by the machine's locale, which may have other digits.
 */
class LanguageRuleTest {
  /** What formats or converts by the machine's locale where it is given none. */
  private static final Map<String, Set<String>> BY_LOCALE =
      Map.ofEntries(
          Map.entry("java.lang.String", Set.of("format", "toLowerCase", "toUpperCase")),
          Map.entry("java.io.PrintStream", Set.of("printf", "format")),
          Map.entry("java.io.PrintWriter", Set.of("printf", "format")),
          Map.entry("java.util.Formatter", Set.of("<init>")),
          Map.entry("java.util.Scanner", Set.of("<init>")),
          Map.entry(
              "java.time.format.DateTimeFormatter",
              Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
          Map.entry("java.time.format.DateTimeFormatterBuilder", Set.of("toFormatter")),
          Map.entry("java.text.DecimalFormat", Set.of("<init>")),
          Map.entry("java.text.SimpleDateFormat", Set.of("<init>")),
          Map.entry("java.text.MessageFormat", Set.of("format", "<init>")),
          Map.entry(
              "java.text.NumberFormat",
              Set.of("getInstance", "getNumberInstance", "getIntegerInstance")),
          Map.entry("java.util.Locale", Set.of("getDefault")));

  /** {@code formatted} takes no locale, so that it may only insert texts. */
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"");

  private static final Pattern CONVERSION = Pattern.compile("%[-#+0,(<$\\d.]*([a-zA-Z%])");
  private static final Pattern PERCENT_ENCODED = Pattern.compile("\"%[0-9A-F]{2}\"");
  private static final Pattern WITH_LOCALE =
      Pattern.compile("(?:format|printf)\\(\\s*Locale\\.(?:ROOT|ENGLISH),\\s*\\z");

  @Test
  void nothingIsFormattedByTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("formats by the machine's locale") {
              @Override
              public boolean test(JavaAccess<?> access) {
                Set<String> names =
                    BY_LOCALE.getOrDefault(access.getTargetOwner().getFullName(), Set.of());
                return names.contains(access.getTarget().getName())
                    && !access.getTarget().getFullName().contains("java.util.Locale,")
                    && !access.getTarget().getFullName().contains("java.util.Locale)");
              }
            })
        .because("a machine may have other digits and letters; name a Locale")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.keyturn"));
  }

  @Test
  void formattedInsertsTextsOnly() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path source : sources()) {
      found.addAll(numbersIn(source.toString(), Files.readString(source)));
    }
    assertThat(found).as("write %%s, or String.format(Locale.ROOT, ...)").isEmpty();
  }

  /** The rule itself: what it finds and what it lets pass. */
  @Test
  void theRuleFindsNumbersInEveryFormOfLiteral() {
    assertThat(numbersIn("a", "x = \"%s of %,d\".formatted(1, 2);")).hasSize(1);
    assertThat(numbersIn("a", "x = \"\"\"\n  %04d\n  \"\"\".formatted(1);")).hasSize(1);
    assertThat(numbersIn("a", "x = \"%1$tH\".formatted(now);")).hasSize(1);
    assertThat(numbersIn("a", "String.format(Locale.ROOT, \"%04d\", 1)")).isEmpty();
    assertThat(numbersIn("a", "text.replace(\"+\", \"%2B\")")).isEmpty();
    assertThat(numbersIn("a", "\"%-10s, 100 %% of it%n\".formatted(x)")).isEmpty();
  }

  private static List<String> numbersIn(String name, String source) {
    List<String> found = new ArrayList<>();
    for (MatchResult literal : LITERAL.matcher(source).results().toList()) {
      boolean asText =
          CONVERSION
              .matcher(literal.group())
              .results()
              .allMatch(it -> Set.of("s", "n", "%").contains(it.group(1)));
      if (!asText
          && !PERCENT_ENCODED.matcher(literal.group()).matches()
          && !WITH_LOCALE.matcher(source.substring(0, literal.start())).find()) {
        found.add(name + ": " + literal.group());
      }
    }
    return found;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.filter(it -> !it.endsWith("picocli")).toList()) {
        Path root = module.resolve("src/main/java");
        if (Files.isDirectory(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(200);
    return sources;
  }
}

package dev.keyturn.mail.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VariablesDocumentedTest {
  private static final Path PAGE = Path.of("..", "docs", "templates.md");

  @Test
  void thePageListsEveryVariableOfEveryKindWithAnExample() throws Exception {
    assertThat(Files.readString(PAGE)).endsWith("-->\n\n" + listing());
  }

  @Test
  void thePageNamesEveryFile() throws Exception {
    String page = Files.readString(PAGE);
    assertThat(page).contains(TemplateFiles.TEXT_LAYOUT, TemplateFiles.HTML_LAYOUT);
    assertThat(Stream.of(Kind.values()).map(kind -> "| `" + kind.word() + "` | "))
        .allSatisfy(row -> assertThat(page).contains(row));
  }

  private static String listing() {
    Set<String> common = new TreeSet<>(examples(Kind.DELETED).keySet());
    Stream.of(Kind.values()).forEach(kind -> common.retainAll(examples(kind).keySet()));
    Set<String> owners = new TreeSet<>(examples(Kind.DELETED).keySet());
    Stream.of(Kind.values())
        .filter(Kind::toOwner)
        .forEach(kind -> owners.retainAll(examples(kind).keySet()));
    StringBuilder listing = new StringBuilder("### In every mail\n\n");
    table(examples(Kind.DELETED), common, listing);
    listing.append("\n### In every mail to an owner\n\n");
    Set<String> besides = new TreeSet<>(owners);
    besides.removeAll(common);
    table(examples(Kind.DELETED), besides, listing);
    for (Kind kind : Kind.values()) {
      Set<String> own = new TreeSet<>(examples(kind).keySet());
      own.removeAll(kind.toOwner() ? owners : common);
      listing.append("\n### In `").append(kind.word()).append("`\n\n");
      table(examples(kind), own, listing);
    }
    return listing.toString();
  }

  private static void table(Map<String, String> examples, Set<String> names, StringBuilder to) {
    to.append("| variable | example |\n|---|---|\n");
    names.forEach(
        name -> to.append("| `%s` | %s |\n".formatted(name, examples.getOrDefault(name, ""))));
  }

  /** The first example of each variable; answers say both. */
  private static Map<String, String> examples(Kind kind) {
    Map<String, String> examples = new TreeMap<>();
    Samples.of(kind).forEach(sample -> sample.forEach((name, value) -> add(name, value, examples)));
    return examples;
  }

  private static void add(String name, Object value, Map<String, String> examples) {
    switch (value) {
      case Boolean _ -> examples.put(name, "yes or no");
      case Map<?, ?> group ->
          group.forEach((part, inner) -> add(name + "." + part, inner, examples));
      case List<?> list -> {
        examples.put(name, "a list");
        list.forEach(element -> add(name + "[]", element, examples));
      }
      default -> examples.putIfAbsent(name, "`" + value + "`");
    }
  }
}

package dev.keyturn.mail.template;

import com.samskivert.mustache.MustacheException;
import dev.keyturn.mail.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Compiles all templates, fills each in with samples of every case, and collects the problems. */
final class TemplateCheck {
  private static final String HINT =
      "begin a text with its subject, close each tag with }} and each {{#name}} with {{/name}}";
  private static final String BODY = "<p>body</p>";

  private final Map<String, String> sources;
  private final Map<String, String> places;

  /** One problem for each file: later ones are usually consequences of the first. */
  private final Map<String, String> problems = new TreeMap<>();

  /**
   * Checks nothing yet.
   *
   * @param sources all templates by file name
   * @param places the path to show for a file, if its name alone is ambiguous
   */
  TemplateCheck(Map<String, String> sources, Map<String, String> places) {
    this.sources = sources;
    this.places = places;
  }

  List<String> problems() {
    return new ArrayList<>(problems.values());
  }

  /** The templates of each kind that has no problem. */
  Map<Kind, MailTemplate> all() {
    Map<Kind, MailTemplate> all = new EnumMap<>(Kind.class);
    Optional<CompiledTemplate> aroundText =
        compiled(TemplateFiles.TEXT_LAYOUT, CompiledTemplate::text);
    Optional<CompiledTemplate> aroundHtml =
        compiled(TemplateFiles.HTML_LAYOUT, CompiledTemplate::html);
    for (Kind kind : Kind.values()) {
      Set<String> commonNames = Samples.commonNames(kind.toOwner());
      Optional<CompiledTemplate> subject = compiled(kind.textFile(), MailTemplate::subjectTemplate);
      Optional<CompiledTemplate> text = compiled(kind.textFile(), MailTemplate::textTemplate);
      Optional<CompiledTemplate> html = compiled(kind.htmlFile(), CompiledTemplate::html);
      for (Map<String, Object> sample : Samples.of(kind)) {
        subject.ifPresent(sheet -> tryOut(kind.textFile(), sheet, sample));
        text.ifPresent(sheet -> tryOut(kind.textFile(), sheet, sample));
        html.ifPresent(sheet -> tryOut(kind.htmlFile(), sheet, sample));
        Map<String, Object> common = new TreeMap<>(sample);
        common.keySet().retainAll(commonNames);
        Map<String, Object> around = MailTemplate.with(common, BODY, "subject");
        aroundText.ifPresent(sheet -> tryOutLayout(TemplateFiles.TEXT_LAYOUT, sheet, around));
        aroundHtml.ifPresent(sheet -> tryOutLayout(TemplateFiles.HTML_LAYOUT, sheet, around));
      }
      if (problems.isEmpty()) {
        all.put(
            kind,
            new MailTemplate(
                subject.orElseThrow(),
                text.orElseThrow(),
                html.orElseThrow(),
                aroundText.orElseThrow(),
                aroundHtml.orElseThrow()));
      }
    }
    return all;
  }

  private Optional<CompiledTemplate> compiled(
      String name, Function<String, CompiledTemplate> compiler) {
    try {
      return Optional.of(compiler.apply(sources.getOrDefault(name, "")));
    } catch (MustacheException e) {
      problem(name, e.getMessage() + "; " + HINT);
    }
    return Optional.empty();
  }

  private void tryOut(String name, CompiledTemplate sheet, Map<String, Object> sample) {
    String filled = filled(name, sheet, sample);
    if (filled.isBlank()) {
      problem(name, "is empty; write something, or remove the file");
    }
  }

  private void tryOutLayout(String name, CompiledTemplate sheet, Map<String, Object> sample) {
    if (!filled(name, sheet, sample).contains(BODY)) {
      problem(name, "has no place for the mail itself; put {{{body}}} there");
    }
  }

  private String filled(String name, CompiledTemplate sheet, Map<String, Object> variables) {
    try {
      String filled = sheet.fill(variables);
      int open = filled.indexOf("{{");
      if (open >= 0) {
        String excerpt = filled.substring(open).lines().findFirst().orElse("");
        problem(name, "a tag is not closed: '" + excerpt + "'; close it with }}");
      }
      return filled;
    } catch (MustacheException.Context e) {
      problem(
          name,
          "line %s: there is no variable '%s', or not in every such mail; use one of %s, or test for it first"
              .formatted(e.lineNo, e.key, String.join(", ", Samples.names(variables))));
    } catch (MustacheException e) {
      problem(name, String.valueOf(e.getMessage()));
    }
    return "";
  }

  private void problem(String name, String problem) {
    problems.putIfAbsent(name, places.getOrDefault(name, name) + ": " + problem);
  }
}

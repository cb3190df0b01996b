package dev.keyturn.mail.template;

import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import dev.keyturn.mail.Paragraphs;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The templates of one kind of mail, compiled, with the layouts around them. */
record MailTemplate(
    CompiledTemplate subject,
    CompiledTemplate text,
    CompiledTemplate html,
    CompiledTemplate textLayout,
    CompiledTemplate htmlLayout) {
  private static final String SUBJECT = "Subject: ";
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\s]+");

  /**
   * The template of the subject, from the first line of a text file.
   *
   * @throws MustacheException if that line is no subject or no valid template
   */
  static CompiledTemplate subjectTemplate(String textSource) {
    String line = textSource.lines().findFirst().orElse("");
    if (!line.startsWith(SUBJECT) || line.substring(SUBJECT.length()).isBlank()) {
      throw new MustacheParseException("the file does not begin with '" + SUBJECT + "...'", 1);
    }
    return CompiledTemplate.text(line.substring(SUBJECT.length()));
  }

  /** All lines but the first, which is kept as an empty line so that errors name the right line. */
  static CompiledTemplate textTemplate(String textSource) {
    int end = textSource.indexOf('\n');
    return CompiledTemplate.text(end < 0 ? "" : textSource.substring(end));
  }

  /** The subject: a single line for all values of the variables. */
  String subject(Map<String, Object> variables) {
    return BREAKS.matcher(subject.fill(variables)).replaceAll(" ").strip();
  }

  String text(Map<String, Object> variables) {
    return Paragraphs.fill(
        textLayout.fill(with(variables, text.fill(variables), subject(variables))));
  }

  String html(Map<String, Object> variables) {
    return htmlLayout.fill(with(variables, html.fill(variables), subject(variables)));
  }

  /** Adds the variables of a layout: the filled template and the subject. */
  static Map<String, Object> with(Map<String, Object> variables, String body, String subject) {
    Map<String, Object> all = new TreeMap<>(variables);
    all.put("body", body);
    all.put("subject", subject);
    return all;
  }
}

package dev.keyturn.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;

/** One compiled template. It is strict: a variable that is not there is an error, never blank. */
final class Sheet {
  private final Template template;

  private Sheet(Template template) {
    this.template = template;
  }

  /**
   * Compiles a template.
   *
   * @throws MustacheException if a tag or section is not closed
   */
  static Sheet text(String source) {
    return new Sheet(compiler().escapeHTML(false).compile(source));
  }

  /** As {@link #text}, and what variables hold is escaped, unless in triple braces. */
  static Sheet html(String source) {
    return new Sheet(compiler().escapeHTML(true).compile(source));
  }

  /**
   * Fills the template in.
   *
   * @throws MustacheException if it names a variable that there is not
   */
  String fill(Map<String, Object> variables) {
    return template.execute(variables);
  }

  private static Mustache.Compiler compiler() {
    return Mustache.compiler()
        .strictSections(true)
        .withLoader(
            name -> {
              throw new MustacheException("a template cannot include another, as in {{>" + name);
            });
  }
}

package dev.keyturn.mail.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;

/** One compiled template. It is strict: an unknown variable is an error, never blank. */
final class CompiledTemplate {
  private final Template template;

  private CompiledTemplate(Template template) {
    this.template = template;
  }

  /**
   * Compiles a template.
   *
   * @throws MustacheException if a tag or section is not closed
   */
  static CompiledTemplate text(String source) {
    return new CompiledTemplate(compiler().escapeHTML(false).compile(source));
  }

  /**
   * As {@link #text}, but the values of variables are escaped, unless they stand in triple braces.
   */
  static CompiledTemplate html(String source) {
    return new CompiledTemplate(compiler().escapeHTML(true).compile(source));
  }

  /**
   * Fills the template in.
   *
   * @throws MustacheException if it names an unknown variable
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

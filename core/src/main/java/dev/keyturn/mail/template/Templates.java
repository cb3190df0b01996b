package dev.keyturn.mail.template;

import dev.keyturn.mail.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The templates of all mails. Each is tried on sample data when it is loaded, so that none can fail
 * during a run. {@code docs/templates.md} says how to write one.
 */
public final class Templates {
  private final Map<Kind, MailTemplate> byKind;

  private Templates(Map<Kind, MailTemplate> byKind) {
    this.byKind = new EnumMap<>(byKind);
  }

  /** The templates that come with Keyturn, loaded at the first use. */
  public static Templates standard() {
    return Standard.TEMPLATES;
  }

  /**
   * Loaded lazily: a run that writes no mail does not need them, and tests check that they load.
   */
  private static final class Standard {
    static final Templates TEMPLATES = load();

    private static Templates load() {
      try {
        return checked(TemplateFiles.standard(), Map.of(), List.of());
      } catch (UnusableTemplates e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * The templates that come with Keyturn, except those that a directory replaces by files of the
   * same names.
   *
   * @throws UnusableTemplates if the directory or a file in it cannot be read, has a name that no
   *     template has (dot files and READMEs are ignored), or does not render with sample data
   */
  public static Templates replacedBy(Path directory) throws UnusableTemplates {
    List<String> problems = new ArrayList<>();
    Map<String, String> own = TemplateFiles.in(directory, problems);
    Map<String, String> sources = TemplateFiles.standard();
    sources.putAll(own);
    Map<String, String> places = new HashMap<>();
    own.keySet().forEach(name -> places.put(name, directory.resolve(name).toString()));
    return checked(sources, places, problems);
  }

  private static Templates checked(
      Map<String, String> sources, Map<String, String> places, List<String> found)
      throws UnusableTemplates {
    TemplateCheck check = new TemplateCheck(sources, places);
    Map<Kind, MailTemplate> byKind = check.all();
    List<String> problems = new ArrayList<>(found);
    problems.addAll(check.problems());
    if (!problems.isEmpty()) {
      throw new UnusableTemplates(problems);
    }
    return new Templates(byKind);
  }

  MailTemplate of(Kind kind) {
    MailTemplate template = byKind.get(kind);
    if (template == null) {
      throw new IllegalStateException("no template for " + kind);
    }
    return template;
  }
}

package dev.keyturn.cli.output;

import dev.keyturn.mail.template.SampleMails.Sample;
import dev.keyturn.report.page.Html;
import java.util.List;

/** The page that shows all mails, each as on a phone and as on a desktop. */
final class MailsPage {
  /** Part of the page, by which a folder of ours is recognized. */
  static final String MADE_BY_US = "<meta name=\"generator\" content=\"keyturn mails\"/>";

  private MailsPage() {}

  static String of(List<Sample> samples) {
    StringBuilder page = new StringBuilder(head());
    page.append("<ul>\n");
    for (Sample sample : samples) {
      page.append(
          "<li><a href=\"#%s\">%s</a></li>\n"
              .formatted(sample.name(), Html.escaped(sample.mail().subject())));
    }
    page.append("</ul>\n");
    samples.forEach(sample -> page.append(section(sample)));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String head() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    %s
    <title>Mails of Keyturn</title>
    <style>
    body { margin: 0 auto; max-width: 1240px; padding: 16px; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
    .sizes { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
    figure { margin: 0; max-width: 100%%; }
    iframe { border: 1px solid #888888; border-radius: 4px; height: 720px; max-width: 100%%; box-sizing: border-box; }
    .phone { width: 377px; }
    .desktop { width: 802px; }
    pre { overflow-x: auto; padding: 12px; border: 1px solid #888888; border-radius: 4px; }
    section { margin: 40px 0; }
    </style>
    </head>
    <body>
    <main>
    <h1>The mails that Keyturn sends</h1>
    <p>Made-up users, your templates. Each mail goes out as HTML and as plain text; who reads it sees one of them. Light and dark follow your browser.</p>
    """
        .formatted(MADE_BY_US);
  }

  private static String section(Sample sample) {
    return """
    <section id="%1$s">
    <h2>%2$s</h2>
    <p><b>%1$s</b>: <a href="%1$s.html">HTML</a>, <a href="%1$s.txt">text</a></p>
    <div class="sizes">
    <figure><figcaption>On a phone, 375 pixels</figcaption><iframe class="phone" src="%1$s.html" title="%1$s on a phone" loading="lazy" sandbox=""></iframe></figure>
    <figure><figcaption>On a desktop, 800 pixels</figcaption><iframe class="desktop" src="%1$s.html" title="%1$s on a desktop" loading="lazy" sandbox=""></iframe></figure>
    </div>
    <details><summary>As plain text</summary><pre>%3$s</pre></details>
    </section>
    """
        .formatted(
            sample.name(),
            Html.escaped(sample.mail().subject()),
            Html.escaped(sample.mail().text()));
  }
}

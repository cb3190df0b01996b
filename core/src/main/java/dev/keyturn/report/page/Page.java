package dev.keyturn.report.page;

/** What all pages share: they load nothing, run no script but their own, and need none. */
public final class Page {
  private static final Own STYLE = Own.of("page.css");
  private static final Own SCRIPT = Own.of("page.js");

  private Page() {}

  /**
   * Begins a page, up to the content of its body.
   *
   * @param main the id of the first section
   * @param metas names and contents of further meta elements, alternating
   */
  public static Html begin(String title, String main, String... metas) {
    Html html = new Html();
    html.doctype().open("html", "lang", "en").open("head");
    html.lone("meta", "charset", "utf-8");
    html.lone(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
            .formatted(STYLE.source(), SCRIPT.source()));
    html.lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.lone("meta", "name", "color-scheme", "content", "light dark");
    html.lone("meta", "name", "referrer", "content", "no-referrer");
    for (int i = 0; i < metas.length; i += 2) {
      html.lone("meta", "name", metas[i], "content", metas[i + 1]);
    }
    html.element("title", title);
    html.own("style", STYLE.code()).end();
    html.open("body");
    return html.element("a", "Skip to the report", "class", "skip", "href", "#" + main);
  }

  /** Begins a section with its heading. */
  public static void section(Html html, String id, String heading) {
    html.open("section", "id", id, "aria-labelledby", id + "-heading");
    html.open("h2", "id", id + "-heading").text(heading).end();
  }

  /** The top of a page: what ran, and the name of the installation. */
  public static void title(Html html, boolean planned, String name) {
    html.open("p", "class", "eyebrow").text("Keyturn " + (planned ? "plan" : "apply")).close();
    html.element("h1", name);
  }

  /** The end of the sentence below the title. */
  public static String outcome(boolean planned) {
    return planned
        ? ". Nothing was changed: this is what an apply would do."
        : ". This is what was done.";
  }

  /** A figure at the top of a page; figures that are zero are left out. */
  public static void figure(Html html, String what, long value, String look) {
    if (value > 0) {
      html.open("div", "class", look);
      html.element("dt", what).element("dd", String.valueOf(value)).close();
    }
  }

  /** The whole page. */
  public static String end(Html html) {
    html.own("script", SCRIPT.code());
    return html.close().close().page();
  }
}

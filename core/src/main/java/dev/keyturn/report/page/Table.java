package dev.keyturn.report.page;

/**
 * A table with a caption and heads, in a box of its own that scrolls sideways where it is too wide.
 * A long one is folded away. On paper only the first rows of a list are printed, unless the reader
 * asks for the lists; what is aside is then not printed at all.
 */
final class Table {
  /** More rows than this are folded away. */
  private static final int LONG = 100;

  /** So many rows of a list are printed without being asked for; the page's style knows it, too. */
  private static final int PRINTED = 12;

  /** So many columns stand below each other on a phone. */
  private static final int WIDE = 4;

  /** Neither folded nor sorted. */
  private static final String PLAIN = "plain";

  private final Html html;
  private final boolean folded;
  private final int rows;

  private Table(Html html, boolean folded, int rows) {
    this.html = html;
    this.folded = folded;
    this.rows = rows;
  }

  /** One of the page's main tables, which shows unless it is long. */
  static Table open(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, rows > LONG ? "long" : "", heads);
  }

  /** One that stands behind a figure. */
  static Table folded(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, "behind", heads);
  }

  /** One that repeats or explains what stands elsewhere. */
  static Table aside(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, "aside", heads);
  }

  /** A short one, which is always shown and printed whole. */
  static Table plain(Html html, String caption, String... heads) {
    return open(html, caption, 0, PLAIN, heads);
  }

  private static Table open(Html html, String caption, int rows, String look, String... heads) {
    boolean folded = !look.isEmpty() && !look.equals(PLAIN);
    if (folded) {
      html.open("details", "class", look).open("summary").text(caption).text(" ");
      html.element("span", String.valueOf(rows), "class", "count").close();
    }
    html.open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0");
    html.open(
            "table",
            "class",
            "list" + (heads.length >= WIDE ? " wide" : "") + (look.equals(PLAIN) ? " plain" : ""))
        .element("caption", caption);
    html.open("thead").open("tr");
    for (String head : heads) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    return new Table(html, folded, rows);
  }

  void close() {
    html.close().close().end();
    if (rows > PRINTED) {
      html.element(
          "p",
          "The first %d of %d; tick Print all lists for the others.".formatted(PRINTED, rows),
          "class",
          "rest");
    }
    if (folded) {
      html.end();
    }
  }
}

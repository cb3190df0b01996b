package dev.keyturn.report.page;

/**
 * A table with a caption and a header, in a box that scrolls horizontally if the table is too wide.
 * A long table is collapsed. In print, a list shows only its first rows unless the reader asks for
 * all lists, and tables marked {@code aside} are not printed.
 */
public final class Table {
  /** A table with more rows is collapsed. */
  private static final int LONG = 100;

  /**
   * The number of rows of a list that are printed by default; {@code page.css} has the same number.
   */
  private static final int PRINTED = 12;

  /** A table with this number of columns or more is stacked on a phone. */
  private static final int WIDE = 4;

  /** Neither collapsed nor sorted. */
  private static final String PLAIN = "plain";

  private final Html html;
  private final boolean folded;
  private final int rows;

  private Table(Html html, boolean folded, int rows) {
    this.html = html;
    this.folded = folded;
    this.rows = rows;
  }

  /** One of the page's main tables; shown unless it is long. */
  public static Table open(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, rows > LONG ? "long" : "", heads);
  }

  /** A table behind a figure. */
  static Table folded(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, "behind", heads);
  }

  /** A table that repeats or explains other parts of the page. */
  static Table aside(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, "aside", heads);
  }

  /** A short table, which is always shown and printed in full. */
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

  /** Ends it. */
  public void close() {
    html.close().close().end();
    if (rows > PRINTED) {
      html.element(
          "p",
          "The first %s of %s; tick Print all lists for the others.".formatted(PRINTED, rows),
          "class",
          "rest");
    }
    if (folded) {
      html.end();
    }
  }
}

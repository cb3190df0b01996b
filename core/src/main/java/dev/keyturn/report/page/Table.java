package dev.keyturn.report.page;

/**
 * A table with a caption and heads, in a box of its own that scrolls sideways where it is too wide.
 * A long one is folded away; what is folded is printed all the same.
 */
final class Table {
  /** More rows than this are folded away. */
  private static final int LONG = 100;

  /** So many columns stand below each other on a phone. */
  private static final int WIDE = 4;

  private final Html html;
  private final boolean folded;

  private Table(Html html, boolean folded) {
    this.html = html;
    this.folded = folded;
  }

  /** One of the page's main tables, which shows unless it is long. */
  static Table open(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, rows > LONG, heads);
  }

  /** One that stands behind a figure. */
  static Table folded(Html html, String caption, int rows, String... heads) {
    return open(html, caption, rows, true, heads);
  }

  private static Table open(Html html, String caption, int rows, boolean folded, String... heads) {
    if (folded) {
      html.open("details").open("summary").text(caption).text(" ");
      html.element("span", String.valueOf(rows), "class", "count").close();
    }
    html.open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0");
    html.open("table", "class", heads.length >= WIDE ? "list wide" : "list")
        .element("caption", caption);
    html.open("thead").open("tr");
    for (String head : heads) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    return new Table(html, folded);
  }

  void close() {
    html.close().close().end();
    if (folded) {
      html.end();
    }
  }
}

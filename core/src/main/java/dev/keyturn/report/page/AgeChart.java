package dev.keyturn.report.page;

import dev.keyturn.policy.Policy;
import dev.keyturn.report.page.AgesSection.Bar;
import java.util.List;

/** The ages of keys as bars, with a line for each of the two thresholds. */
final class AgeChart {
  private static final int WIDTH = 640;
  private static final int LEFT = 8;
  private static final int TOP = 66;
  private static final int HEIGHT = 180;
  private static final int BOTTOM = TOP + HEIGHT;

  private final Html html;
  private final List<Bar> bars;
  private final int days;
  private final Policy policy;
  private final double step;
  private final int most;

  AgeChart(Html html, List<Bar> bars, int days, Policy policy) {
    this.html = html;
    this.bars = bars;
    this.days = days;
    this.policy = policy;
    this.step = (WIDTH - 2.0 * LEFT) / bars.size();
    this.most = Math.max(1, bars.stream().mapToInt(Bar::all).max().orElse(1));
  }

  void write() {
    html.open("figure", "class", "chart");
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + (BOTTOM + 52),
        "role",
        "img",
        "aria-labelledby",
        "ages-title ages-desc");
    html.element("title", "Active keys by age", "id", "ages-title");
    html.element("desc", description(), "id", "ages-desc");
    for (int i = 0; i < bars.size(); i++) {
      bar(i, bars.get(i));
    }
    line(LEFT, BOTTOM, WIDTH - LEFT, BOTTOM, "axis");
    axis();
    threshold(policy.warningDays(), "warned after %s", 20);
    threshold(policy.overdueDays(), "replaced after %s", 46);
    html.close();
    html.open("figcaption");
    html.text("Active keys by age in days. The figures above the bars count keys.");
    html.close().end();
  }

  private String description() {
    return "Bars from left to right: "
        + String.join(
            ", ",
            bars.stream()
                .filter(bar -> bar.all() > 0)
                .map(bar -> bar.ages() + " days: " + Words.count(bar.all(), "key"))
                .toList())
        + ".";
  }

  private void bar(int i, Bar bar) {
    html.open("g").element("title", bar.ages() + " days: " + Words.count(bar.all(), "key"));
    double y = BOTTOM;
    y = part(i, bar.young(), y, "young");
    y = part(i, bar.warned(), y, "warned");
    y = part(i, bar.overdue(), y, "overdue");
    if (bar.all() > 0) {
      label(LEFT + (i + 0.5) * step, y - 5, String.valueOf(bar.all()), "middle", "value");
    }
    html.close();
  }

  /** A part that is not empty is at least two pixels high. */
  private double part(int i, int keys, double y, String zone) {
    if (keys == 0) {
      return y;
    }
    double height = Math.max(2, (HEIGHT - 18.0) * keys / most);
    html.element(
        "rect",
        "",
        "class",
        zone,
        "x",
        number(LEFT + i * step + 1.5),
        "y",
        number(y - height),
        "width",
        number(step - 3),
        "height",
        number(height));
    return y - height;
  }

  private void axis() {
    int every = bars.size() > 10 ? 2 : 1;
    for (int i = 0; i < bars.size(); i += every) {
      String mark = bars.get(i).from() + (i == bars.size() - 1 ? "+" : "");
      label(
          LEFT + i * step,
          BOTTOM + 20,
          mark,
          i == 0 ? "start" : "middle",
          i % (2 * every) == 0 ? "even" : "odd");
    }
    label(WIDTH - LEFT, BOTTOM + 44, "days", "end", "even");
  }

  /** A threshold beyond the last bar is not drawn. */
  private void threshold(int after, String words, int y) {
    double x = LEFT + (after + 1.0) / days * step;
    if (x > WIDTH - LEFT) {
      return;
    }
    line(x, y - 14, x, BOTTOM, "threshold");
    boolean right = x < WIDTH / 2.0;
    label(right ? x + 5 : x - 5, y, words.formatted(after), right ? "start" : "end", "even");
  }

  private void line(double x1, double y1, double x2, double y2, String name) {
    html.element(
        "line",
        "",
        "class",
        name,
        "x1",
        number(x1),
        "y1",
        number(y1),
        "x2",
        number(x2),
        "y2",
        number(y2));
  }

  private void label(double x, double y, String text, String anchor, String name) {
    html.element(
        "text", text, "x", number(x), "y", number(y), "text-anchor", anchor, "class", name);
  }

  private static String number(double value) {
    return String.valueOf(Math.round(value * 10) / 10.0);
  }
}

package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table for a terminal. Each column is as wide as its widest cell; other lines can stand between
 * the rows. The text of cells may come from others: it is made harmless.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final boolean colours;
  private final String indent;
  private final List<Line> lines = new ArrayList<>();

  TextTable(boolean colours, String indent) {
    this.colours = colours;
    this.indent = indent;
  }

  private sealed interface Line {}

  private record Cells(List<Cell> cells) implements Line {}

  private record Text(String text) implements Line {}

  /** The text of a row in one column. */
  record Cell(String text, AnsiStyle style, boolean right) {
    Cell {
      text = Words.plain(text);
    }

    static Cell of(String text) {
      return new Cell(text, AnsiStyle.PLAIN, false);
    }

    static Cell of(String text, AnsiStyle style) {
      return new Cell(text, style, false);
    }

    /** A cell whose text is aligned to the right. */
    static Cell number(String text) {
      return new Cell(text, AnsiStyle.PLAIN, true);
    }
  }

  TextTable row(Stream<Cell> cells) {
    lines.add(new Cells(cells.toList()));
    return this;
  }

  TextTable row(Cell... cells) {
    return row(Stream.of(cells));
  }

  /** A line that is not part of any column, printed as it is. */
  TextTable line(String text) {
    lines.add(new Text(text));
    return this;
  }

  /** The table, each line with its end. */
  String text() {
    List<Integer> widths = widths();
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(
              switch (line) {
                case Text other -> other.text();
                case Cells row -> row(row.cells(), widths).stripTrailing();
              })
          .append('\n');
    }
    return text.toString();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (Line line : lines) {
      if (line instanceof Cells(List<Cell> cells)) {
        for (int column = 0; column < cells.size(); column++) {
          int width = cells.get(column).text().length();
          if (column == widths.size()) {
            widths.add(width);
          } else {
            widths.set(column, Math.max(width, widths.get(column)));
          }
        }
      }
    }
    return widths;
  }

  private String row(List<Cell> cells, List<Integer> widths) {
    StringBuilder row = new StringBuilder(indent);
    for (int column = 0; column < cells.size(); column++) {
      Cell cell = cells.get(column);
      String padding = " ".repeat(widths.get(column) - cell.text().length());
      String painted = colours ? cell.style().on(cell.text()) : cell.text();
      row.append(column == 0 ? "" : GAP)
          .append(cell.right() ? padding + painted : painted + padding);
    }
    return row.toString();
  }
}

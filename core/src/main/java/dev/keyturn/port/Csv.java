package dev.keyturn.port;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * Comma-separated values as in RFC 4180. Writing: a field that needs quotes gets them, a line ends
 * with CR LF. A field that a spreadsheet may take for a formula is quoted, too, so that it can be
 * told to take quoted fields for text; no character is added to a value. Reading: any line end,
 * lines of any length, and spaces around fields and quotes.
 */
public final class Csv {
  private static final QuoteStrategy FORMULAS =
      new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
          return "=+@-".indexOf(value.charAt(0)) >= 0;
        }
      };

  private static final CsvReader.CsvReaderBuilder READER =
      CsvReader.builder()
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .trimWhitespacesAroundQuotes(true)
          .allowUnclosedQuote(false);

  private Csv() {}

  /** One line, with its end. */
  public static String line(String... fields) {
    StringWriter line = new StringWriter();
    CsvWriter.builder().bufferSize(0).quoteStrategy(FORMULAS).build(line).writeRecord(fields);
    return line.toString();
  }

  /** The fields of one line; empty if the line is empty or is not CSV. */
  public static Optional<List<String>> fields(String line) {
    try {
      return Optional.of(READER.ofSingleCsvRecord(stripping(), line).getFields());
    } catch (CsvParseException _) {
      return Optional.empty();
    }
  }

  /**
   * The fields of each line that is not blank.
   *
   * @throws IllegalArgumentException that quotes nothing of the text, if it is not CSV
   */
  public static List<List<String>> records(String text) {
    try {
      return READER.build(stripping(), text).stream()
          .map(CsvRecord::getFields)
          .filter(fields -> !fields.equals(List.of("")))
          .toList();
    } catch (CsvParseException _) {
      throw new IllegalArgumentException("a quote in it is not closed, or has text after it");
    }
  }

  /** FastCSV's handlers are for one use. */
  private static CsvRecordHandler stripping() {
    return CsvRecordHandler.builder().fieldModifier(FieldModifiers.STRIP).build();
  }
}

package dev.keyturn.aws.adapter;

import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Csv;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.SignIn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the text of a credential report, line by line (IAM user guide, "Getting credential reports
 * for your AWS account", "Understanding the report format"). Columns are found by name, so that new
 * columns do no harm. An invalid line is skipped: its user is not in the report and is read
 * individually.
 */
public final class CredentialReportText {
  private static final String NOT_APPLICABLE = "N/A";

  /** Values of AWS and of moto that mean: unknown. */
  private static final List<String> UNKNOWN = List.of("", NOT_APPLICABLE, "not_supported");

  private static final List<String> BOOLEANS = List.of("true", "false");

  private static final int KEYS = 2;

  private final Columns columns;

  private CredentialReportText(Columns columns) {
    this.columns = columns;
  }

  /**
   * Passes every readable user to the sink, and the root user separately.
   *
   * @return the number of invalid lines
   * @throws IllegalArgumentException if the text is not a credential report
   * @throws IOException of the reader
   */
  public static int read(Reader text, ReportSink sink) throws IOException {
    BufferedReader lines = new BufferedReader(text);
    String header = Optional.ofNullable(lines.readLine()).orElse("");
    CredentialReportText report = new CredentialReportText(new Columns(cells(header)));
    int unreadable = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("<root_account>")) {
        report.root(line).ifPresent(sink::root);
      } else if (!report.user(line, sink)) {
        unreadable++;
      }
    }
    return unreadable;
  }

  /** No cell spans lines, so an invalid line hides no other user. */
  private static List<String> cells(String line) {
    return Csv.fields(line).orElse(List.of());
  }

  private boolean user(String line, Consumer<ReportedUser> sink) {
    List<String> cells = cells(line);
    if (cells.size() != columns.count()) {
      return false;
    }
    ReportedUser user;
    try {
      user = user(cells);
    } catch (IllegalArgumentException | DateTimeException _) {
      return false;
    }
    sink.accept(user);
    return true;
  }

  private ReportedUser user(List<String> cells) {
    List<ReportedKey> keys = new ArrayList<>();
    for (int key = 1; key <= KEYS; key++) {
      key(cells, "access_key_" + key + "_").ifPresent(keys::add);
    }
    return new ReportedUser(
        new UserName(columns.of(cells, "user")),
        Instant.parse(columns.of(cells, "user_creation_time")),
        keys,
        !UNKNOWN.contains(columns.optional(cells, "additional_credentials_info")),
        signIn(cells));
  }

  /** Optional columns: they may be missing or have other values. */
  private Optional<SignIn> signIn(List<String> cells) {
    String mfa = columns.optional(cells, "mfa_active");
    if (!BOOLEANS.contains(mfa)) {
      return Optional.empty();
    }
    boolean password = columns.optional(cells, "password_enabled").equals("true");
    return Optional.of(
        new SignIn(
            columns.optional(cells, "arn"),
            password,
            password
                ? date(columns.optional(cells, "password_last_used"))
                    .or(() -> date(columns.optional(cells, "password_last_changed")))
                : Optional.empty(),
            mfa.equals("true")));
  }

  private static Optional<Instant> date(String cell) {
    try {
      return Optional.of(Instant.parse(cell));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<ReportedRoot> root(String line) {
    List<String> cells = cells(line);
    if (cells.size() != columns.count()
        || !BOOLEANS.contains(columns.optional(cells, "mfa_active"))) {
      return Optional.empty();
    }
    int active = 0;
    for (int key = 1; key <= KEYS; key++) {
      active += columns.optional(cells, "access_key_" + key + "_active").equals("true") ? 1 : 0;
    }
    return Optional.of(
        new ReportedRoot(active, columns.optional(cells, "mfa_active").equals("true")));
  }

  private Optional<ReportedKey> key(List<String> cells, String prefix) {
    boolean active =
        switch (columns.of(cells, prefix + "active")) {
          case "true", "TRUE" -> true;
          case "false", "FALSE" -> false;
          case String other -> throw new IllegalArgumentException(other);
        };
    String changed = columns.of(cells, prefix + "last_rotated");
    if (!active && changed.equals(NOT_APPLICABLE)) {
      return Optional.empty();
    }
    return Optional.of(new ReportedKey(active, Instant.parse(changed), use(cells, prefix)));
  }

  private LastUse use(List<String> cells, String prefix) {
    String date = columns.of(cells, prefix + "last_used_date");
    return date.equals(NOT_APPLICABLE)
        ? new LastUse.Never()
        : new LastUse.At(
            Instant.parse(date),
            known(columns.of(cells, prefix + "last_used_service")),
            known(columns.of(cells, prefix + "last_used_region")));
  }

  private static String known(String value) {
    return UNKNOWN.contains(value) ? NOT_APPLICABLE : value;
  }

  /** The position of each column. */
  private record Columns(List<String> names) {
    Columns {
      if (!names.contains("user") || !names.contains("access_key_1_last_rotated")) {
        throw new IllegalArgumentException("its first line is not that of a credential report");
      }
    }

    int count() {
      return names.size();
    }

    String of(List<String> cells, String name) {
      int column = names.indexOf(name);
      if (column < 0) {
        throw new IllegalArgumentException("a credential report without a column " + name);
      }
      return cells.get(column);
    }

    String optional(List<String> cells, String name) {
      int column = names.indexOf(name);
      return column < 0 ? "" : cells.get(column);
    }
  }
}

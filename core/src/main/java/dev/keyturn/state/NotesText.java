package dev.keyturn.state;

import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The notes as text: one line per fact, the account in the first line, and a digest of all other
 * lines in the last:
 *
 * <pre>{@code
 * keyturn notes 1 of 123456789012
 * inactive|AKIAIOSFODNN7EXAMPLE|alice|2026-11-20
 * file|AKIAI44QH8DHBEXAMPLE|alice|2026-11-20|112|9f86d081884c7d659a2feaa0c55ad015|announced
 * reactivated|AKIAIOSFODNN7EXAMPLE|alice|1
 * warned|AKIAIOSFODNN7EXAMPLE|alice|2026-11-20|0123456789abcdef
 * sha256 9f86d081884c7d65...
 * }</pre>
 *
 * The entity tag of a file is empty if unknown. The last word of its line is {@code stored} while
 * no mail about it can have been accepted, and {@code announced 2} if two runs may have sent one.
 */
public final class NotesText {
  private static final String STORED = "stored";
  private static final String ANNOUNCED = "announced";

  private NotesText() {}

  /**
   * The text to be kept.
   *
   * @param account twelve digits
   */
  public static String of(String account, Notes notes) {
    StringBuilder text = new StringBuilder(title(account));
    new TreeMap<>(notes.inactive())
        .forEach((key, seen) -> line(text, "inactive", key, seen.user(), seen.since()));
    new TreeMap<>(notes.files())
        .forEach(
            (key, file) ->
                line(
                    text,
                    "file",
                    key,
                    file.user(),
                    file.day(),
                    file.print().length(),
                    file.print().tag().orElse(""),
                    words(file.mails())));
    new TreeMap<>(notes.reactivated())
        .forEach((key, again) -> line(text, "reactivated", key, again.user(), again.times()));
    new TreeMap<>(notes.warned())
        .forEach(
            (key, warned) ->
                line(text, "warned", key, warned.user(), warned.since(), warned.owner()));
    return SealedText.seal(text.toString());
  }

  private static String words(int mails) {
    return switch (mails) {
      case 0 -> STORED;
      case 1 -> ANNOUNCED;
      default -> ANNOUNCED + " " + mails;
    };
  }

  private static void line(StringBuilder text, Object first, Object... fields) {
    text.append(first);
    for (Object field : fields) {
      text.append('|').append(field);
    }
    text.append('\n');
  }

  /** Reads a text; empty if it is damaged or of another account. */
  public static Optional<Notes> read(String text, String account) {
    try {
      return SealedText.open(text, title(account))
          .map(
              lines -> {
                Lines read = new Lines();
                lines.forEach(line -> read.add(line.split("\\|", -1)));
                return new Notes(true, read.inactive, read.files, read.reactivated, read.warned);
              });
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** The facts that were read so far. */
  private static final class Lines {
    private final Map<KeyId, Notes.Inactive> inactive = new HashMap<>();
    private final Map<KeyId, Notes.File> files = new HashMap<>();
    private final Map<KeyId, Notes.Reactivated> reactivated = new HashMap<>();
    private final Map<KeyId, Notes.Warned> warned = new HashMap<>();

    void add(String[] fields) {
      KeyId key = new KeyId(fields[1]);
      UserName user = new UserName(fields[2]);
      switch (fields[0]) {
        case "inactive" -> inactive.put(key, new Notes.Inactive(user, LocalDate.parse(fields[3])));
        case "file" ->
            files.put(
                key,
                new Notes.File(
                    user,
                    LocalDate.parse(fields[3]),
                    new Fingerprint(
                        Long.parseLong(fields[4]),
                        Optional.of(fields[5]).filter(tag -> !tag.isEmpty())),
                    mails(fields[6])));
        case "reactivated" ->
            reactivated.put(key, new Notes.Reactivated(user, Integer.parseInt(fields[3])));
        case "warned" ->
            warned.put(key, new Notes.Warned(user, fields[4], LocalDate.parse(fields[3])));
        default -> throw new IllegalArgumentException(fields[0]);
      }
    }

    private static int mails(String words) {
      if (words.equals(STORED)) {
        return 0;
      }
      String count = words.equals(ANNOUNCED) ? "1" : words.replace(ANNOUNCED + " ", "");
      int mails = Integer.parseInt(count);
      if (mails < 0 || !words(mails).equals(words)) {
        throw new IllegalArgumentException(words);
      }
      return mails;
    }
  }

  private static String title(String account) {
    return "keyturn notes 1 of " + account + "\n";
  }
}

package dev.keyturn.state;

import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
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
 * order|AKIAIOSFODNN7EXAMPLE|alice|2026-11-20|compromised
 * exposed|AKIAIOSFODNN7EXAMPLE|alice|2026-11-20
 * creating|AKIAIOSFODNN7EXAMPLE|alice|2026-11-20T02:00:05Z
 * sha256 9f86d081884c7d65...
 * }</pre>
 *
 * The entity tag of a file is empty if unknown. The last word of its line is {@code stored} while
 * no mail about it can have been accepted, {@code announced} while one may have been, and {@code
 * accepted} when one was and the old key is compromised; {@code announced 2} if two runs may have
 * sent one. The word {@code administrator} follows if an administrator hands the file over. An
 * order that is not about a compromised key ends with {@code ahead}.
 */
public final class NotesText {
  private static final String STORED = "stored";
  private static final String ANNOUNCED = "announced";
  private static final String ACCEPTED = "accepted";
  private static final String ADMINISTRATOR = "administrator";
  private static final String COMPROMISED = "compromised";
  private static final String AHEAD = "ahead";

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
                    file.since(),
                    file.print().length(),
                    file.print().tag().orElse(""),
                    words(file)));
    new TreeMap<>(notes.reactivated())
        .forEach((key, again) -> line(text, "reactivated", key, again.user(), again.times()));
    new TreeMap<>(notes.warned())
        .forEach(
            (key, warned) ->
                line(text, "warned", key, warned.user(), warned.since(), warned.owner()));
    new TreeMap<>(notes.orders())
        .forEach(
            (key, order) ->
                line(
                    text,
                    "order",
                    key,
                    order.user(),
                    order.day(),
                    order.compromised() ? COMPROMISED : AHEAD));
    new TreeMap<>(notes.unused())
        .forEach(
            (key, unused) ->
                line(
                    text,
                    "unused",
                    key,
                    unused.user(),
                    unused.since(),
                    unused.owner(),
                    unused.phase().name().toLowerCase(Locale.ROOT)));
    new TreeMap<>(notes.exposed())
        .forEach((key, noted) -> line(text, "exposed", key, noted.user(), noted.day()));
    new TreeMap<>(notes.creating())
        .forEach((key, noted) -> line(text, "creating", key, noted.user(), noted.instant()));
    return SealedText.seal(text.toString());
  }

  /** With a further field where an administrator hands the file over. */
  private static String words(Notes.File file) {
    return file.delivery() == Delivery.ADMINISTRATOR
        ? words(file.mails(), file.accepted()) + "|" + ADMINISTRATOR
        : words(file.mails(), file.accepted());
  }

  private static String words(int mails, boolean accepted) {
    if (mails == 0) {
      return STORED;
    }
    String word = accepted ? ACCEPTED : ANNOUNCED;
    return mails == 1 ? word : word + " " + mails;
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
                return new Notes(
                    true,
                    read.inactive,
                    read.files,
                    read.reactivated,
                    read.warned,
                    read.orders,
                    read.unused,
                    read.exposed,
                    read.creating);
              });
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** The facts that were read so far. */
  private static final class Lines {
    /** Where the owner fetches it. */
    private static final int FIELDS_OF_A_FILE = 7;

    private final Map<KeyId, Notes.Inactive> inactive = new HashMap<>();
    private final Map<KeyId, Notes.File> files = new HashMap<>();
    private final Map<KeyId, Notes.Reactivated> reactivated = new HashMap<>();
    private final Map<KeyId, Notes.Warned> warned = new HashMap<>();
    private final Map<KeyId, Notes.Order> orders = new HashMap<>();
    private final Map<KeyId, Notes.Unused> unused = new HashMap<>();
    private final Map<KeyId, Notes.Exposed> exposed = new HashMap<>();
    private final Map<KeyId, Notes.Creating> creating = new HashMap<>();

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
                    mails(fields[6]),
                    fields[6].startsWith(ACCEPTED),
                    delivery(fields)));
        case "reactivated" ->
            reactivated.put(key, new Notes.Reactivated(user, Integer.parseInt(fields[3])));
        case "warned" ->
            warned.put(key, new Notes.Warned(user, fields[4], LocalDate.parse(fields[3])));
        case "order" ->
            orders.put(
                key, new Notes.Order(user, LocalDate.parse(fields[3]), compromised(fields[4])));
        case "unused" ->
            unused.put(
                key,
                new Notes.Unused(user, fields[4], LocalDate.parse(fields[3]), phase(fields[5])));
        case "exposed" -> exposed.put(key, new Notes.Exposed(user, LocalDate.parse(fields[3])));
        case "creating" -> creating.put(key, new Notes.Creating(user, Instant.parse(fields[3])));
        default -> throw new IllegalArgumentException(fields[0]);
      }
    }

    private static Notes.Unused.Phase phase(String word) {
      return Notes.Unused.Phase.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static boolean compromised(String word) {
      return switch (word) {
        case COMPROMISED -> true;
        case AHEAD -> false;
        default -> throw new IllegalArgumentException(word);
      };
    }

    private static Delivery delivery(String[] fields) {
      if (fields.length == FIELDS_OF_A_FILE) {
        return Delivery.OWNER;
      }
      if (!fields[FIELDS_OF_A_FILE].equals(ADMINISTRATOR)) {
        throw new IllegalArgumentException(fields[FIELDS_OF_A_FILE]);
      }
      return Delivery.ADMINISTRATOR;
    }

    private static int mails(String words) {
      if (words.equals(STORED)) {
        return 0;
      }
      int space = words.indexOf(' ');
      int mails = space < 0 ? 1 : Integer.parseInt(words.substring(space + 1));
      if (mails < 1 || !words(mails, words.startsWith(ACCEPTED)).equals(words)) {
        throw new IllegalArgumentException(words);
      }
      return mails;
    }
  }

  private static String title(String account) {
    return "keyturn notes 1 of " + account + "\n";
  }
}

package dev.keyturn.policy;

import dev.keyturn.facts.EmailAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with a text that should be one mail address. */
public final class AddressSlip {
  private static final Pattern WITH_NAME =
      Pattern.compile("[^<>]*<\\s*(?<address>[^<>]+?)\\s*>\\s*");
  private static final Pattern SEVERAL =
      Pattern.compile("[^@]+@[^@]*[,;\\s][^@]*@.*", Pattern.DOTALL);

  private AddressSlip() {}

  /** Such as "'a@b, c@d' is no mail address: it holds several; give one only". */
  public static String in(String text) {
    return "'" + text + "' is no mail address" + why(text);
  }

  /** The rest of a sentence that shows the text; may be empty. */
  public static String why(String text) {
    String unseen = unseen(text);
    if (!unseen.isEmpty()) {
      return unseen;
    }
    if (SEVERAL.matcher(text).matches()) {
      return ": it holds several; give one only";
    }
    Matcher withName = WITH_NAME.matcher(text);
    if (withName.matches()) {
      return ": it holds a name, too; give the address alone, " + withName.group("address");
    }
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return "";
    }
    if (!EmailAddress.isAscii(text.substring(0, at))) {
      return ": SES takes ASCII only before the @";
    }
    return EmailAddress.of("a" + text.substring(at)).isPresent() || EmailAddress.isAscii(text)
        ? ""
        : ": its domain has no single form in ASCII; write it as xn--...";
  }

  /** The rest of a sentence that shows a text with invisible characters; otherwise empty. */
  public static String unseen(String text) {
    List<Integer> unseen =
        text.codePoints().filter(AddressSlip::isUnseen).distinct().boxed().toList();
    return unseen.isEmpty()
        ? ""
        : ": it holds invisible characters, "
            + unseen.stream()
                .map(c -> String.format(Locale.ROOT, "U+%04X", c))
                .collect(Collectors.joining(", "));
  }

  /** Invisible characters, and spaces other than the usual one. */
  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default -> false;
    };
  }
}

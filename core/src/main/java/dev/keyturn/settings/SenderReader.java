package dev.keyturn.settings;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.policy.AddressSlip;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code SES_EMAIL}, and collects all problems: an address, or a name and an address in angle
 * brackets.
 */
final class SenderReader {
  private static final Pattern NAMED =
      Pattern.compile("(?<name>[^<>]*)<\\s*(?<address>[^<>]*?)\\s*>");

  private static final Pattern QUOTED = Pattern.compile("\"(?<name>([^\"\\\\]|\\\\.)*)\"");

  /** What only quotes allow in a name (RFC 5322, section 3.2.3), but for the dot. */
  private static final Pattern SPECIAL = Pattern.compile("[\"\\\\()\\[\\],:;@]");

  private static final int LONGEST_NAME = 140;

  private final List<Problem> problems;

  SenderReader(List<Problem> problems) {
    this.problems = problems;
  }

  /** The sender; empty if the text is empty or invalid. */
  Optional<Sender> read(String text) {
    Matcher named = NAMED.matcher(text);
    boolean hasName = named.matches();
    String address = hasName ? named.group("address") : text;
    Optional<EmailAddress> read = EmailAddress.of(address);
    if (read.isEmpty()) {
      if (!text.isEmpty()) {
        refuse("is not a mail address", text, AddressSlip.why(address));
      }
      return Optional.empty();
    }
    return name(hasName ? named.group("name").strip() : "")
        .map(name -> new Sender(name, read.get()));
  }

  private Optional<String> name(String written) {
    Matcher quoted = QUOTED.matcher(written);
    boolean hasQuotes = quoted.matches();
    String name = hasQuotes ? quoted.group("name").replaceAll("\\\\(.)", "$1").strip() : written;
    String unseen = AddressSlip.unseen(name);
    if (!unseen.isEmpty()) {
      refuse("has an invalid name", written, unseen);
    } else if (name.length() > LONGEST_NAME) {
      refuse("has a name of more than " + LONGEST_NAME + " characters", written, "");
    } else if (!hasQuotes && SPECIAL.matcher(name).find()) {
      refuse(
          "has an invalid name",
          written,
          name.contains("@")
              ? ": it holds another address; give one only"
              : ": it holds one of \"()[]\\,:; and has to be in double quotes");
    } else {
      return Optional.of(name);
    }
    return Optional.empty();
  }

  private void refuse(String what, String text, String why) {
    problems.add(Problem.of(SettingsReader.SENDER, what + ": '" + text + "'" + why));
  }
}

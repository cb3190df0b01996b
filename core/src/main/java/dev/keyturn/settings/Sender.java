package dev.keyturn.settings;

import dev.keyturn.facts.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The sender of all mails.
 *
 * @param name for recipients to see beside the address; empty for none
 */
public record Sender(String name, EmailAddress address) {
  /** Needs no quotes (RFC 5322, section 3.2.3); encoded words are such text, too. */
  private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+");

  /**
   * At most 44 bytes, so that an encoded word stays below its maximum of 75 characters (RFC 2047,
   * section 2).
   */
  private static final int CHARACTERS_PER_WORD = 11;

  /** A sender without a name. */
  public Sender(EmailAddress address) {
    this("", address);
  }

  /**
   * SES's {@code FromEmailAddress}, such as {@code Keyturn <keys@corp.example>}. It is ASCII: SES
   * takes other characters of a name as encoded words only (SES API v2 reference, "SendEmail").
   */
  public String from() {
    return name.isEmpty() ? address.value() : phrase() + " <" + address + ">";
  }

  private String phrase() {
    if (!EmailAddress.isAscii(name)) {
      return encodedWords();
    }
    return ATOMS.matcher(name).matches()
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String encodedWords() {
    int[] characters = name.codePoints().toArray();
    StringJoiner words = new StringJoiner(" ");
    for (int i = 0; i < characters.length; i += CHARACTERS_PER_WORD) {
      String part = new String(characters, i, Math.min(CHARACTERS_PER_WORD, characters.length - i));
      words.add(
          "=?UTF-8?B?"
              + Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8))
              + "?=");
    }
    return words.toString();
  }
}

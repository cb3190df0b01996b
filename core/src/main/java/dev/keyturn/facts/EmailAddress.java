package dev.keyturn.facts;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A plain mail address, {@code local@domain}, that SES would take: ASCII, no display name, no
 * comment, no quoting.
 *
 * @param value at most 254 characters, at most 64 of them before the {@code @}
 */
public record EmailAddress(String value) {
  private static final Pattern LEGAL =
      Pattern.compile(
          "(?=.{3,254}$)(?=[^@]{1,64}@)"
              + "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]");

  public EmailAddress {
    if (!isLegal(value)) {
      throw new IllegalArgumentException("not a mail address: '" + value + "'");
    }
  }

  /**
   * Reads an address. A domain outside ASCII is converted to Punycode, which SES needs (SES API v2
   * reference, "Destination"). Empty if the text is no address, or if its domain has no single
   * form: the two standards for such names convert {@code faß.example} to different domains.
   */
  public static Optional<EmailAddress> of(String text) {
    int domain = text.lastIndexOf('@') + 1;
    return ascii(text.substring(domain))
        .map(ascii -> text.substring(0, domain) + ascii)
        .filter(EmailAddress::isLegal)
        .map(EmailAddress::new);
  }

  /** A conversion that changes more than the encoding could name another domain. */
  private static Optional<String> ascii(String domain) {
    if (isAscii(domain)) {
      return Optional.of(domain);
    }
    String written = Normalizer.normalize(domain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    try {
      String ascii = IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES);
      return Optional.of(ascii).filter(one -> IDN.toUnicode(one).equals(written));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether SES takes a text as it is: it takes addresses and names in ASCII only. */
  public static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  /** Whether a text is a plain mail address. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  /** The part after the {@code @}. */
  public String domain() {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}

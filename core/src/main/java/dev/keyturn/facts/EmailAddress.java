package dev.keyturn.facts;

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

package dev.keyturn.facts;

import java.util.regex.Pattern;

/**
 * The id of an access key; it is no secret.
 *
 * @param value 16 to 128 letters, digits and underscores, as the IAM API reference has it for
 *     AccessKeyId
 */
public record KeyId(String value) implements Comparable<KeyId> {
  private static final Pattern LEGAL = Pattern.compile("\\w{16,128}");

  public KeyId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException("not an access key id: '" + value + "'");
    }
  }

  /** Whether a text can be the id of an access key. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  @Override
  public int compareTo(KeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

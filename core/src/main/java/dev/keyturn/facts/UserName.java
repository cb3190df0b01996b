package dev.keyturn.facts;

import java.util.regex.Pattern;

/**
 * The name of an IAM user, unique in its account.
 *
 * @param value 1 to 64 letters, digits and {@code _+=,.@-}, as the IAM API reference has it for
 *     UserName
 */
public record UserName(String value) implements Comparable<UserName> {
  private static final Pattern LEGAL = Pattern.compile("[\\w+=,.@-]{1,64}");

  public UserName {
    if (!LEGAL.matcher(value).matches()) {
      throw new IllegalArgumentException("not an IAM user name: '" + value + "'");
    }
  }

  @Override
  public int compareTo(UserName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

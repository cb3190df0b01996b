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

  /**
   * The AWS CLI's option that names this user: it takes a value that begins with a dash for an
   * option.
   */
  public String option() {
    return "--user-name" + (value.startsWith("-") ? "=" : " ") + value;
  }

  /** What names this user in a command of keyturn, at any place. */
  public String operand() {
    return value.startsWith("-") ? "--user=" + value : value;
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

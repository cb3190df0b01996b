package dev.keyturn.facts;

/** The id of an AWS account: twelve digits. */
public record AccountId(String value) implements Comparable<AccountId> {
  public AccountId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "not the id of an account, twelve digits: '" + value + "'");
    }
  }

  public static boolean isLegal(String value) {
    return value.matches("[0-9]{12}");
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

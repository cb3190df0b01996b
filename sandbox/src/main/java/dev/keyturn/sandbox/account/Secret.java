package dev.keyturn.sandbox.account;

/** A secret access key or session token: prints as a constant, and is read in one way only. */
public final class Secret {
  /** The empty one: the session token of a key that needs none. */
  public static final Secret NONE = new Secret("");

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The secret itself, for signing and for the one reply that may carry it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}

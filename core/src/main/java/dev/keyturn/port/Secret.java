package dev.keyturn.port;

/**
 * The secret half of an access key. It prints as a constant and has no other form; {@link HandOver}
 * alone reads it.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}

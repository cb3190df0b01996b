package dev.keyturn.sandbox.account;

import java.util.random.RandomGenerator;

/**
 * Ids in AWS's shapes (docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, "Unique
 * identifiers"), drawn from the generator that the account was given.
 */
final class Ids {
  private static final String ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A prefix such as {@code AKIA} (key), {@code ASIA} (temporary key), {@code AIDA} (user), and 16
   * characters.
   */
  String id(String prefix) {
    return prefix + draw(ID, 16);
  }

  Secret secret() {
    return new Secret(draw(SECRET, 40));
  }

  Secret sessionToken() {
    return new Secret(draw(SECRET, 200));
  }

  private String draw(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

package dev.keyturn.aws.owner;

import dev.keyturn.facts.KeyId;
import java.util.regex.Pattern;

/**
 * An access key on its owner's own machine, where {@code keyturn fetch} runs: an id that may be
 * shown and a secret that may not. It prints without the secret; {@link OwnersAccess} reads it to
 * sign, and the owner's credentials file to write it, which is its purpose. A rotation knows
 * nothing of this type: what Keyturn makes and stores is a {@link dev.keyturn.port.Secret}.
 */
public final class OwnersKey {
  /** Nothing that could begin another line, or end before its end, in a credentials file. */
  private static final Pattern LEGAL = Pattern.compile("[!-~]{1,512}");

  private final KeyId id;
  private final String secret;

  /**
   * Both halves.
   *
   * @throws IllegalArgumentException without the secret in it, if one of them cannot be what it is
   *     said to be
   */
  public OwnersKey(KeyId id, String secret) {
    if (!LEGAL.matcher(secret).matches()) {
      throw new IllegalArgumentException("what stands as the secret of " + id + " is none");
    }
    this.id = id;
    this.secret = secret;
  }

  public KeyId id() {
    return id;
  }

  /** The secret itself; {@code HouseTest} says who may read it. */
  public String reveal() {
    return secret;
  }

  /** A text such as an error message, with the secret removed. */
  public String withoutSecret(String words) {
    return words.replace(secret, "(secret)");
  }

  @Override
  public String toString() {
    return id + " (secret)";
  }
}

package dev.keyturn.aws.owner;

import dev.keyturn.facts.KeyId;
import java.util.regex.Pattern;

/**
 * An access key on its owner's machine, where {@code keyturn fetch} runs: an id that may be shown
 * and a secret that may not. It prints without the secret. {@link OwnersAccess} reads the secret to
 * sign, and {@code keyturn fetch} to write it into the owner's credentials file. A rotation does
 * not use this type: what Keyturn creates and stores is a {@link dev.keyturn.port.Secret}.
 */
public final class OwnersKey {
  /**
   * Only characters that cannot begin another line, or end a value early, in a credentials file.
   */
  private static final Pattern LEGAL = Pattern.compile("[!-~]{1,512}");

  private final KeyId id;
  private final String secret;

  /**
   * A key from its id and its secret.
   *
   * @throws IllegalArgumentException if one of them is invalid; the message leaves out the secret
   */
  public OwnersKey(KeyId id, String secret) {
    if (!LEGAL.matcher(secret).matches()) {
      throw new IllegalArgumentException("the secret of " + id + " is invalid");
    }
    this.id = id;
    this.secret = secret;
  }

  public KeyId id() {
    return id;
  }

  /** The secret itself; {@code ArchitectureTest} checks who reads it. */
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

package dev.keyturn.aws.owner;

import dev.keyturn.facts.KeyId;
import java.util.Optional;
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

  private static final Pattern LEGAL_TOKEN = Pattern.compile("[!-~]{1,16384}");

  private final KeyId id;
  private final String secret;

  /** Of a session only. */
  private final Optional<String> token;

  /**
   * A key from its id and its secret.
   *
   * @throws IllegalArgumentException if one of them is invalid; the message leaves out the secret
   */
  public OwnersKey(KeyId id, String secret) {
    this(id, secret, Optional.empty());
  }

  private OwnersKey(KeyId id, String secret, Optional<String> token) {
    if (!LEGAL.matcher(secret).matches()) {
      throw new IllegalArgumentException("the secret of " + id + " is invalid");
    }
    this.id = id;
    this.secret = secret;
    this.token = token;
  }

  /** A session's key, for a few minutes; it is never written anywhere. */
  static OwnersKey session(KeyId id, String secret, String token) {
    if (!LEGAL_TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("what stands as the token of " + id + " is none");
    }
    return new OwnersKey(id, secret, Optional.of(token));
  }

  public KeyId id() {
    return id;
  }

  /** The secret itself; {@code ArchitectureTest} checks who reads it. */
  public String reveal() {
    return secret;
  }

  /** The token of a session. */
  Optional<String> token() {
    return token;
  }

  /** A text such as an error message, with the secret removed. */
  public String withoutSecret(String words) {
    String without = words.replace(secret, "(secret)");
    return token.map(it -> without.replace(it, "(secret)")).orElse(without);
  }

  @Override
  public String toString() {
    return id + " (secret)";
  }
}

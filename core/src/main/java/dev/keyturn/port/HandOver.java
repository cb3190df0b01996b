package dev.keyturn.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The credentials of a new key for its owner: the only class that can read a secret. */
public record HandOver(UserName user, KeyId key, Secret secret, Delivery delivery) {

  /** For the owner to fetch. */
  public HandOver(UserName user, KeyId key, Secret secret) {
    this(user, key, secret, Delivery.OWNER);
  }

  /** The name of the object that the owner fetches. */
  public static String objectKey(UserName user, KeyId key) {
    return objectKey(user, key, Delivery.OWNER);
  }

  /** The name of the object for an owner or an administrator. */
  public static String objectKey(UserName user, KeyId key, Delivery delivery) {
    return BucketPaths.file(user, key, delivery);
  }

  /** The name of this object. */
  public String objectKey() {
    return objectKey(user, key, delivery);
  }

  /** Removes the secret from a text about these credentials, such as an error message. */
  public String withoutSecret(String words) {
    return words.replace(secret.reveal(), secret.toString());
  }

  /** The fingerprint of the file in S3, if S3's own keys encrypt it. */
  public Fingerprint print() {
    byte[] file = file();
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(file);
      return new Fingerprint(file.length, Optional.of(HexFormat.of().formatHex(digest)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** The file: a header and one line, quoted as in RFC 4180, in UTF-8. */
  public byte[] file() {
    return (Csv.line("UserName", "AccessKeyId", "SecretAccessKey")
            + Csv.line(user.value(), key.value(), secret.reveal()))
        .getBytes(UTF_8);
  }
}

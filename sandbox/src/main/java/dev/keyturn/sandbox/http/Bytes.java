package dev.keyturn.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Immutable content; prints as its length, because it may be secret. */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  public Bytes(byte[] value) {
    this.value = value.clone();
  }

  /** A text in UTF-8. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] array() {
    return value.clone();
  }

  public int length() {
    return value.length;
  }

  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** The entity tag: the MD5 digest, as S3 has it for plain puts (API reference, "Object"). */
  public String eTag() {
    try {
      return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(value)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "[" + value.length + " bytes]";
  }
}

package dev.keyturn.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * Style or script inside the page. The page's content security policy lists it by its hash, so that
 * a browser runs no other script (W3C, "Content Security Policy Level 3").
 */
record Own(String code) {

  /** Reads a file of this package. */
  static Own of(String file) {
    try (InputStream code =
        Objects.requireNonNull(Own.class.getResourceAsStream(file), () -> "no " + file)) {
      return new Own(new String(code.readAllBytes(), UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source expression in a content security policy. */
  String source() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package dev.keyturn.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Lines below a title, with a digest of all of them in the last line, to detect texts that are
 * truncated, changed or of another account.
 */
public final class SealedText {
  private static final String DIGEST = "sha256 ";

  private SealedText() {}

  /** The text, sealed. It must end with a line feed. */
  public static String seal(String text) {
    return text + DIGEST + digest(text) + "\n";
  }

  /** The lines below the title; empty if the title differs or the text is damaged. */
  public static Optional<List<String>> open(String text, String title) {
    int end = text.lastIndexOf(DIGEST);
    return end >= 0 && text.startsWith(title) && text.equals(seal(text.substring(0, end)))
        ? Optional.of(text.substring(0, end).lines().skip(1).toList())
        : Optional.empty();
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

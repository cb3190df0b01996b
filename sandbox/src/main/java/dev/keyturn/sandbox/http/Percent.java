package dev.keyturn.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Percent-encoding as SigV4 defines it: all but letters, digits and {@code -._~} (see {@link
 * Signature}).
 */
public final class Percent {
  private Percent() {}

  public static String encode(String text) {
    return encode(text, "-._~");
  }

  /** Encodes a path, leaving the slashes between its segments. */
  public static String encodePath(String path) {
    return encode(path, "-._~/");
  }

  public static String decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        if (i + 2 >= bytes.length) {
          throw new IllegalArgumentException("cut off percent-encoding: " + text);
        }
        int high = Character.digit(bytes[i + 1], 16);
        int low = Character.digit(bytes[i + 2], 16);
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("malformed percent-encoding: " + text);
        }
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * The parameters of a query string, where a plus is a plus, or of a form, where it is a space.
   */
  public static List<Request.Parameter> parameters(String encoded, boolean form) {
    List<Request.Parameter> parameters = new ArrayList<>();
    for (String pair : (form ? encoded.replace('+', ' ') : encoded).split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.add(new Request.Parameter(decode(name), decode(value)));
      }
    }
    return parameters;
  }

  private static String encode(String text, String plain) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || plain.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}

package dev.keyturn.sandbox.mail;

import dev.keyturn.sandbox.http.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a raw MIME message (RFC 5322, 2045) as far as tests look at it: headers, and the first
 * plain and HTML bodies.
 */
public final class RawMail {
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([^?]+)\\?([bBqQ])\\?([^?]*)\\?=(?:\\s+(?==\\?))?");
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([\\w-]+)=(?:\"([^\"]*)\"|([^;\\s]*))");

  private final Map<String, String> headers = new LinkedHashMap<>();
  private String text = "";
  private String html = "";

  private RawMail() {}

  /**
   * The mail in {@code raw}; sender and recipients of the call, where given, win over those of the
   * headers.
   */
  public static Mail read(
      Bytes raw, String from, List<String> to, List<String> cc, List<String> bcc) {
    RawMail mail = new RawMail();
    String whole = new String(raw.array(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    mail.headers.putAll(headers(whole));
    mail.part(whole);
    boolean given = !to.isEmpty() || !cc.isEmpty() || !bcc.isEmpty();
    return new Mail(
        from.isEmpty() ? mail.header("from") : from,
        given ? to : mail.addresses("to"),
        given ? cc : mail.addresses("cc"),
        given ? bcc : mail.addresses("bcc"),
        mail.addresses("reply-to"),
        mail.header("subject"),
        mail.text,
        mail.html,
        mail.headers);
  }

  private String header(String name) {
    return headers.getOrDefault(name, "");
  }

  private List<String> addresses(String header) {
    return Arrays.stream(header(header).split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private void part(String part) {
    Map<String, String> about = headers(part);
    int start = part.indexOf("\n\n");
    String body = start < 0 ? "" : part.substring(start + 2);
    String type = about.getOrDefault("content-type", "text/plain");
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("multipart/")) {
      for (String inner : split(body, parameter(type, "boundary"))) {
        part(inner);
      }
    } else if (lower.startsWith("text/html") && html.isEmpty()) {
      html = decoded(body, about, type);
    } else if (lower.startsWith("text/plain") && text.isEmpty()) {
      text = decoded(body, about, type);
    }
  }

  private static List<String> split(String body, String boundary) {
    List<String> parts = new ArrayList<>();
    String[] pieces = ("\n" + body).split(Pattern.quote("\n--" + boundary), -1);
    for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
      parts.add(pieces[i].substring(pieces[i].indexOf('\n') + 1));
    }
    return parts;
  }

  private static Map<String, String> headers(String part) {
    int end = part.startsWith("\n") ? 0 : part.indexOf("\n\n");
    String block = end < 0 ? part : part.substring(0, end);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : block.replaceAll("\n[ \t]+", " ").split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            words(line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static String decoded(String body, Map<String, String> about, String type) {
    String charset = parameter(type, "charset");
    Charset as = charset.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(charset);
    return switch (about
        .getOrDefault("content-transfer-encoding", "7bit")
        .toLowerCase(Locale.ROOT)) {
      case "base64" -> new String(Base64.getMimeDecoder().decode(body), as);
      case "quoted-printable" -> new String(quotedPrintable(body.replace("=\n", "")), as);
      default -> new String(body.getBytes(StandardCharsets.ISO_8859_1), as);
    };
  }

  private static String words(String value) {
    return ENCODED_WORD
        .matcher(value)
        .replaceAll(
            word -> {
              Charset as = Charset.forName(word.group(1));
              byte[] bytes =
                  word.group(2).equalsIgnoreCase("b")
                      ? Base64.getDecoder().decode(word.group(3))
                      : quotedPrintable(word.group(3).replace('_', ' '));
              return Matcher.quoteReplacement(new String(bytes, as));
            });
  }

  private static byte[] quotedPrintable(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '='
          && i + 2 < text.length()
          && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
        out.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }

  private static String parameter(String value, String name) {
    Matcher matcher = PARAMETER.matcher(value);
    while (matcher.find()) {
      if (matcher.group(1).equalsIgnoreCase(name)) {
        return String.valueOf(matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
      }
    }
    return "";
  }
}

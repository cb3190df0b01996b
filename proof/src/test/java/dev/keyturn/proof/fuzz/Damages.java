package dev.keyturn.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyturn.proof.fuzz.Wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Ways to damage a reply, by name. */
final class Damages {
  /** Fractions of a reply after which it is truncated. */
  private static final int CUTS = 20;

  private static final String PAGE =
      "<html><head><title>Sign in</title></head><body>Please accept our terms.</body></html>";

  private Damages() {}

  /** All damages; the seed selects the flipped bytes. */
  static Map<String, UnaryOperator<byte[]>> all(long seed, int elsewhere) {
    Map<String, UnaryOperator<byte[]>> all = new LinkedHashMap<>();
    for (int cut = 0; cut < CUTS; cut++) {
      int part = cut;
      all.put("cut after " + part, reply -> Arrays.copyOf(reply, reply.length * part / CUTS));
      all.put(
          "body cut after " + part,
          reply -> {
            String body = Reply.of(reply).text();
            return Reply.of(reply).with(body.substring(0, body.length() * part / CUTS));
          });
    }
    for (int i = 0; i < 5; i++) {
      Random random = new Random(seed + i);
      all.put("flipped " + i, reply -> flipped(reply, random));
    }
    all.put("empty", reply -> Reply.of(ok(reply)).with(""));
    all.put("a page", reply -> Reply.of(ok(reply)).with(PAGE));
    all.put("a foreign page", _ -> page("200 OK"));
    all.put("a page of a gateway", _ -> page("502 Bad Gateway"));
    all.put("a page that forbids", _ -> page("403 Forbidden"));
    all.put("a page that found nothing", _ -> page("404 Not Found"));
    all.put("not HTTP", _ -> "SSH-2.0-OpenSSH_9.6\r\n".getBytes(ISO_8859_1));
    all.put(
        "too long a length", reply -> head(reply, "Content-Length: \\d+", "Content-Length: 99999"));
    all.put("no sane length", reply -> head(reply, "Content-Length: \\d+", "Content-Length: -7x"));
    all.put(
        "another type", reply -> head(reply, "Content-Type: [^\r]*", "Content-Type: image/png"));
    all.put("deep XML", reply -> Reply.of(ok(reply)).with("<a>".repeat(100_000)));
    all.put("deep JSON", reply -> Reply.of(ok(reply)).with("{\"a\":".repeat(100_000)));
    all.put("laughs", reply -> declared(reply, laughs()));
    all.put(
        "an entity from elsewhere",
        reply ->
            declared(
                reply,
                "<!DOCTYPE x [<!ENTITY l SYSTEM \"http://127.0.0.1:" + elsewhere + "/x\">]>"));
    all.put("everything twice", Damages::twice);
    all.put(
        "of mallory",
        reply -> Reply.of(reply).with(Reply.of(reply).text().replace("alice", "mallory")));
    all.put(
        "ids that are none",
        reply -> Reply.of(reply).with(Reply.of(reply).text().replaceAll("AKIA\\w+", "'; --")));
    all.put(
        "words that are none",
        reply ->
            Reply.of(reply)
                .with(
                    Reply.of(reply)
                        .text()
                        .replaceAll(">(Active|Inactive|true|false)<", ">perhaps<")));
    all.put(
        "pages without end",
        reply ->
            Reply.of(reply)
                .with(
                    Reply.of(reply)
                        .text()
                        .replace(
                            "<IsTruncated>false</IsTruncated>",
                            "<IsTruncated>true</IsTruncated><Marker>again</Marker><NextContinuationToken>again</NextContinuationToken>")));
    all.put(
        "nothing in it",
        reply ->
            Reply.of(reply).with(Reply.of(reply).text().replaceAll("(?s)<member>.*</member>", "")));
    all.put("no date", reply -> head(reply, "Date: [^\r]*\r\n", ""));
    for (String date :
        List.of(
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Tue, 01 Dec 2099 00:00:00 GMT",
            "Thu, 31 Dec 9999 23:59:59 GMT",
            "tomorrow")) {
      all.put("date " + date, reply -> head(reply, "Date: [^\r]*", "Date: " + date));
    }
    return all;
  }

  /** Damages that are always detected, for every reply and however often they repeat. */
  static boolean isNoticed(String damage) {
    return !damage.startsWith("flipped")
        && !damage.startsWith("date")
        && !damage.equals("nothing in it");
  }

  private static byte[] ok(byte[] reply) {
    return head(reply, "^HTTP/1.1 \\d+", "HTTP/1.1 200");
  }

  private static byte[] head(byte[] reply, String what, String by) {
    Reply parts = Reply.of(reply);
    return parts.withHead(parts.head().replaceFirst(what, by));
  }

  private static byte[] page(String status) {
    return "HTTP/1.1 %s\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, PAGE.length(), PAGE)
        .getBytes(ISO_8859_1);
  }

  /** Restricted to markup, where a parser can detect a change. */
  private static byte[] flipped(byte[] reply, Random random) {
    Reply parts = Reply.of(reply);
    byte[] body = parts.text().getBytes(ISO_8859_1);
    List<Integer> markup = new ArrayList<>();
    for (int i = 0; i < body.length; i++) {
      if ("<>/{}\":=".indexOf(body[i]) >= 0) {
        markup.add(i);
      }
    }
    if (!markup.isEmpty()) {
      body[markup.get(random.nextInt(markup.size()))] ^= (byte) (1 << random.nextInt(8));
    }
    return parts.with(new String(body, ISO_8859_1));
  }

  private static byte[] declared(byte[] reply, String doctype) {
    String body =
        Reply.of(reply).text().replaceFirst("^<\\?xml.*?\\?>", "").replaceAll(">alice<", ">&l;<");
    return Reply.of(reply).with(doctype + body);
  }

  private static String laughs() {
    StringBuilder text = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for (int i = 1; i <= 40; i++) {
      text.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1));
    }
    return text + "<!ENTITY l \"&a40;\">]>";
  }

  private static byte[] twice(byte[] reply) {
    String body = Reply.of(reply).text();
    return Reply.of(reply).with(body.replaceAll("(?s)<member>((?!<member>).)*</member>", "$0$0"));
  }
}

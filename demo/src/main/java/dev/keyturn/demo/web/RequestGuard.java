package dev.keyturn.demo.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Handler;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which requests are allowed, and what they get. Pages of other sites in the same browser
 * are refused: each path begins with a token that only the printed address has; the host must be
 * loopback, not another name that resolves to it; and a request that changes something must come
 * from this page and have a JSON body, which a form of another site cannot send.
 */
final class RequestGuard implements Handler {
  static final String HTML = "text/html; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", HTML,
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final Set<String> FILES =
      Set.of(
          "index.html",
          "organization.html",
          "organization.css",
          "organization.js",
          "accounts.js",
          "steps.js",
          "page.css",
          "panels.css",
          "main.js",
          "model.js",
          "chart.js",
          "story.js",
          "mail.js",
          "bucket.js",
          "calls.js",
          "owner.js",
          "page.js",
          "trouble.js",
          "timeline.js",
          "tour.js",
          "tools.js",
          "icon.svg");

  /**
   * Loads nothing from other origins, no inline script or style, and forbids frames around the
   * page.
   */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String token;
  private final Site site;

  /**
   * Creates a guard.
   *
   * @param token the first part of every path
   */
  RequestGuard(String token, Site site) {
    this.token = token;
    this.site = site;
  }

  @Override
  public Optional<Reply> handle(Request request) {
    return Optional.of(
        answer(request)
            .with("X-Content-Type-Options", "nosniff")
            .with("Referrer-Policy", "no-referrer")
            .with("Cross-Origin-Opener-Policy", "same-origin")
            .with("Cross-Origin-Resource-Policy", "same-origin")
            .with("Cache-Control", "no-store"));
  }

  private Reply answer(Request request) {
    String host = request.header("host").orElse("");
    if (!host.matches("(127\\.0\\.0\\.1|localhost):\\d{1,5}")) {
      return words(421, "The demo is served on loopback only, not as '" + host + "'.");
    }
    String[] parts = request.path().split("/", 3);
    if (parts.length < 3 || !isToken(parts[1])) {
      return words(403, "Open the complete address that keyturn printed.");
    }
    return switch (request.method()) {
      case "GET" -> read(request, parts[2]);
      case "POST" -> act(request, "http://" + host, parts[2]);
      default -> words(405, "Only GET, and POST below api/.").with("Allow", "GET, POST");
    };
  }

  private Reply act(Request request, String here, String path) {
    String origin = request.header("origin").orElse(here);
    if (!origin.equals(here)) {
      return Actions.error(403, "Only this page may change something here, not " + origin + ".");
    }
    if (!isJson(request)) {
      return Actions.error(415, "Send application/json.");
    }
    return path.startsWith("api/")
        ? site.answer(request, path.substring("api/".length()))
        : words(404, "There is nothing here.");
  }

  private Reply read(Request request, String path) {
    if (path.startsWith("api/")) {
      return site.answer(request, path.substring("api/".length()));
    }
    String file = path.isEmpty() ? site.index() : path;
    return FILES.contains(file)
        ? file(file).with("Content-Security-Policy", PAGE_POLICY)
        : site.document(path).orElseGet(() -> words(404, "There is nothing here."));
  }

  private static Reply file(String name) {
    try (InputStream in = RequestGuard.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new Reply(200, Map.of("Content-Type", type(name)), new Bytes(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8));
  }

  private static boolean isJson(Request request) {
    return request.header("content-type").filter(t -> t.startsWith("application/json")).isPresent();
  }

  private static Reply words(int status, String words) {
    return Reply.of(status, "text/plain; charset=utf-8", words + "\n");
  }
}

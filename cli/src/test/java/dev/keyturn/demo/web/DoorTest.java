package dev.keyturn.demo.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.template.UnusableTemplates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may come in: the visitor, and no page of another site that is open in the same browser. */
class DoorTest {
  private Guest guest;

  @BeforeEach
  void open() throws IOException, UnusableTemplates {
    guest = new Guest(1);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void refusesRequestsWithoutTheToken() {
    for (String path : List.of("/", "/api/state", "/0123456789abcdef0123456789abcdef/")) {
      HttpResponse<String> reply = guest.get(path);
      assertThat(reply.statusCode()).as(path).isEqualTo(403);
      assertThat(reply.body()).contains("Open the complete address that keyturn printed");
    }
    assertThat(guest.address().getHost()).isEqualTo("127.0.0.1");
    assertThat(guest.address().getPath()).matches("/[0-9a-f]{32}/");
  }

  @Test
  void isNotServedAsAnotherHost() throws IOException {
    String path = guest.address().getPath();
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\nHost: evil.example\r\n"))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("alice");
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\nHost: localhost:80\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("alice");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), guest.address().getPort())) {
      socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void letsNoOtherSiteDoAnything() {
    String mend = "{\"day\": 1}";
    assertThat(guest.post("api/live", mend, "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(guest.post("api/live", mend, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(guest.post("api/live", mend, "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(guest.get("api/live").statusCode()).isEqualTo(404);
    assertThat(guest.json("api/pulse").number("day")).contains(0.0);
    String own = "http://127.0.0.1:" + guest.address().getPort();
    assertThat(guest.post("api/live", mend, "Origin", own).statusCode()).isEqualTo(200);
    assertThat(guest.json("api/pulse").number("day")).contains(1.0);
  }

  @Test
  void theBrowserRunsNothingThatIsNotThePagesOwn() {
    HttpResponse<String> page = guest.get("");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    assertThat(page.body()).doesNotContain("style=", "onclick", "http://", "https://");
  }

  @Test
  void aMailIsFramedWhereNothingRuns() {
    guest.liveUntil(1);
    HttpResponse<String> mail = guest.get("mail/0");
    assertThat(mail.body()).startsWith("<!");
    assertThat(mail.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "sandbox")
        .doesNotContain("script");
    assertThat(guest.get("mail/999").statusCode()).isEqualTo(404);
  }

  @Test
  void everyFileThatThePageNamesIsServed() {
    Pattern named =
        Pattern.compile("(?:src|href|from) ?=? ?\"(?:\\./)?([\\w-]+\\.(?:js|css|svg))\"");
    List<String> files =
        named
            .matcher(guest.get("").body() + guest.get("main.js").body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(files).contains("main.js", "page.css", "chart.js");
    for (String file : files) {
      assertThat(guest.get(file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(guest.get("Door.class").statusCode()).isEqualTo(404);
    assertThat(guest.get("../Door.class").statusCode()).isIn(403, 404);
  }

  /** Modules that import each other in a circle are in an order that nothing says. */
  @Test
  void noModuleImportsTheOneThatDrawsThemAll() {
    List<String> modules =
        Pattern.compile("from \"\\./([\\w-]+\\.js)\"")
            .matcher(guest.get("main.js").body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(modules).contains("chart.js", "page.js", "tour.js");
    for (String module : modules) {
      assertThat(guest.get(module).body()).as(module).doesNotContain("\"./main.js\"");
    }
    assertThat(guest.get("page.js").body()).doesNotContain("import {");
  }

  @Test
  void knowsNoOtherMethods() {
    HttpRequest request =
        HttpRequest.newBuilder(guest.address().resolve("api/state")).DELETE().build();
    assertThat(guest.send(request).statusCode()).isEqualTo(405);
  }
}

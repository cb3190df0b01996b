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
class RequestGuardTest {
  private PageClient client;

  @BeforeEach
  void open() throws IOException, UnusableTemplates {
    client = new PageClient(1);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void refusesRequestsWithoutTheToken() {
    for (String path : List.of("/", "/api/state", "/0123456789abcdef0123456789abcdef/")) {
      HttpResponse<String> reply = client.get(path);
      assertThat(reply.statusCode()).as(path).isEqualTo(403);
      assertThat(reply.body()).contains("Open the complete address that keyturn printed");
    }
    assertThat(client.address().getHost()).isEqualTo("127.0.0.1");
    assertThat(client.address().getPath()).matches("/[0-9a-f]{32}/");
  }

  @Test
  void isNotServedAsAnotherHost() throws IOException {
    String path = client.address().getPath();
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\nHost: evil.example\r\n"))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("alice");
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET " + path + "api/state HTTP/1.1\r\nHost: localhost:80\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("alice");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.address().getPort())) {
      socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void letsNoOtherSiteDoAnything() {
    String mend = "{\"day\": 1}";
    assertThat(client.post("api/live", mend, "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(client.post("api/live", mend, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(client.post("api/live", mend, "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(client.get("api/live").statusCode()).isEqualTo(404);
    assertThat(client.json("api/pulse").number("day")).contains(0.0);
    String own = "http://127.0.0.1:" + client.address().getPort();
    assertThat(client.post("api/live", mend, "Origin", own).statusCode()).isEqualTo(200);
    assertThat(client.json("api/pulse").number("day")).contains(1.0);
  }

  @Test
  void theBrowserRunsNothingThatIsNotThePagesOwn() {
    HttpResponse<String> page = client.get("");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    assertThat(page.body()).doesNotContain("style=", "onclick", "http://", "https://");
  }

  @Test
  void aMailIsFramedWhereNothingRuns() {
    client.liveUntil(1);
    HttpResponse<String> mail = client.get("mail/0");
    assertThat(mail.body()).startsWith("<!");
    assertThat(mail.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "sandbox")
        .doesNotContain("script");
    assertThat(client.get("mail/999").statusCode()).isEqualTo(404);
  }

  @Test
  void everyFileThatThePageNamesIsServed() {
    Pattern named =
        Pattern.compile("(?:src|href|from) ?=? ?\"(?:\\./)?([\\w-]+\\.(?:js|css|svg))\"");
    List<String> files =
        named
            .matcher(client.get("").body() + client.get("main.js").body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(files).contains("main.js", "page.css", "chart.js");
    for (String file : files) {
      assertThat(client.get(file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(client.get("Door.class").statusCode()).isEqualTo(404);
    assertThat(client.get("../Door.class").statusCode()).isIn(403, 404);
  }

  /** Modules that import each other in a circle are in an order that nothing says. */
  @Test
  void noModuleImportsTheOneThatDrawsThemAll() {
    List<String> modules =
        Pattern.compile("from \"\\./([\\w-]+\\.js)\"")
            .matcher(client.get("main.js").body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(modules).contains("chart.js", "page.js", "tour.js");
    for (String module : modules) {
      assertThat(client.get(module).body()).as(module).doesNotContain("\"./main.js\"");
    }
    assertThat(client.get("page.js").body()).doesNotContain("import {");
  }

  @Test
  void knowsNoOtherMethods() {
    HttpRequest request =
        HttpRequest.newBuilder(client.address().resolve("api/state")).DELETE().build();
    assertThat(client.send(request).statusCode()).isEqualTo(405);
  }
}

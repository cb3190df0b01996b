package dev.keyturn.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.demo.Playground;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Workplace;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A served page and a client that sends it HTTP requests. Requested days are done before the
 * request is answered, because the requesting thread does all work.
 */
final class PageClient implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Playground playground;
  private final Aws aws;
  private final DemoPage page;

  PageClient(int users) throws IOException, UnusableTemplates {
    this(users, Map.of());
  }

  PageClient(int users, Map<String, String> chosen) throws IOException, UnusableTemplates {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(clock, _ -> {}, new Random(7), Runnable::run);
    playground = Playground.open(0, users, clock).with(chosen);
    Settings settings = playground.settings();
    aws = Aws.connect(settings, runtime, playground.standIn());
    MailFactory mails = new MailFactory(settings);
    page =
        DemoPage.open(
            0,
            playground,
            new Workplace(settings, aws.ports(), mails, Optional.empty(), runtime, _ -> {}),
            100);
  }

  URI address() {
    return page.address();
  }

  /** A GET below the address. */
  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(page.address().resolve(path)).build());
  }

  Json.Obj json(String path) {
    return Json.object(Bytes.of(get(path).body()));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page.address().resolve(path))
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lives until a day, and fails with what happened if that day was not reached. */
  void liveUntil(int day) {
    HttpResponse<String> reply = post("api/live", "{\"day\": " + day + "}");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(json("api/pulse").number("day")).as(story()).hasValue((double) day);
  }

  /** What happened, as lines of kind, user and text. */
  String story() {
    return String.join(
        "\n", json("api/state").list("happenings").stream().map(String::valueOf).toList());
  }

  @Override
  public void close() {
    page.close();
    aws.close();
    playground.close();
    http.shutdownNow();
  }
}

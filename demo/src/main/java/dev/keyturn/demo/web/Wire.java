package dev.keyturn.demo.web;

import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A client for the sandbox's control interface over HTTP. */
final class Wire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI sandbox;
  private final HttpClient http =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Wire(URI sandbox) {
    this.sandbox = sandbox;
  }

  Json.Obj get(String what) {
    return call("GET", what, Map.of());
  }

  Json.Obj get(String what, Map<String, ?> which) {
    return call("GET", what, which);
  }

  Json.Obj post(String what, Map<String, ?> body) {
    return call("POST", what, body);
  }

  void delete(String what) {
    call("DELETE", what, Map.of());
  }

  private Json.Obj call(String method, String what, Map<String, ?> body) {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.resolve("/_sandbox/" + what))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(Json.write(body)))
            .build();
    try {
      HttpResponse<byte[]> reply = http.send(request, BodyHandlers.ofByteArray());
      Json.Obj answer = Json.object(new Bytes(reply.body()));
      if (reply.statusCode() != 200) {
        throw new Refused(answer.text("error").orElse("The sandbox refuses " + what + "."));
      }
      return answer;
    } catch (IOException e) {
      throw new Refused("The sandbox does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("The demo is being ended.");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

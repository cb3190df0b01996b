package dev.keyturn.proof.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** An endpoint on loopback that refuses every call in the same way, in the form of its service. */
final class RefusingEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final Refusal refusal;

  /**
   * A refusal.
   *
   * @param status of HTTP
   */
  record Refusal(int status, String code, String message) {}

  RefusingEndpoint(Refusal refusal) throws IOException {
    this.refusal = refusal;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::refuse);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** An address at which nothing listens. */
  static URI nothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + taken.getLocalPort());
    }
  }

  private void refuse(HttpExchange call) throws IOException {
    boolean head = call.getRequestMethod().equals("HEAD");
    boolean json = call.getRequestHeaders().getFirst("Authorization").contains("/ses/");
    byte[] body =
        (json
                ? "{\"message\": \"%2$s\"}"
                : "<Error><Code>%1$s</Code><Message>%2$s</Message></Error>")
            .formatted(refusal.code(), refusal.message())
            .getBytes(UTF_8);
    if (json) {
      call.getResponseHeaders().add("x-amzn-errortype", refusal.code());
    }
    call.getResponseHeaders().add("Content-Type", json ? "application/json" : "application/xml");
    call.sendResponseHeaders(refusal.status(), head ? -1 : body.length);
    if (!head) {
      call.getResponseBody().write(body);
    }
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.keyturn.aws;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint on loopback that refuses every call and remembers its path. */
final class EndpointFixture implements AutoCloseable {
  private static final int REFUSED = 403;

  private final HttpServer server;
  private final List<String> paths = new CopyOnWriteArrayList<>();

  EndpointFixture() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getRawPath());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(REFUSED, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The paths since the last time. */
  List<String> paths() {
    List<String> since = List.copyOf(paths);
    paths.clear();
    return since;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

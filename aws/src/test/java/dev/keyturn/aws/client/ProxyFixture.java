package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy on loopback that forwards every CONNECT to one port on loopback, and answers other
 * requests itself.
 */
final class ProxyFixture implements AutoCloseable {
  private static final String ASKS =
      String.join(
          "\r\n",
          "HTTP/1.1 407 Who is it?",
          "Proxy-Authenticate: Basic realm=corp",
          "Content-Length: 0",
          "",
          "");

  private final ServerSocket socket;
  private final int target;
  private final String login;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * Starts it.
   *
   * @param login the required login in Base64; empty for none
   */
  ProxyFixture(int target, String login) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.login = login;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The first line of every forwarded request. */
  List<String> asked() {
    return asked;
  }

  /** How many requests it refused. */
  int refused() {
    return refused.get();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> lead(connection));
      } catch (IOException closed) {
        // The test is over.
      }
    }
  }

  private void lead(Socket connection) {
    try (connection) {
      String head = head(connection.getInputStream());
      while (!login.isEmpty() && !head.contains("Basic " + login)) {
        if (head.isEmpty()) {
          return;
        }
        refused.incrementAndGet();
        connection.getOutputStream().write(ASKS.getBytes(US_ASCII));
        head = head(connection.getInputStream());
      }
      asked.add(head.lines().findFirst().orElse(""));
      if (!head.startsWith("CONNECT ")) {
        connection
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain".getBytes(US_ASCII));
        return;
      }
      try (Socket endpoint = new Socket(InetAddress.getLoopbackAddress(), target)) {
        connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
        Thread.ofVirtual().start(() -> pump(connection, endpoint));
        pump(endpoint, connection);
      }
    } catch (IOException hungUp) {
      // One side is done.
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException hungUp) {
      // One side is done.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append(new String(new byte[] {(byte) next}, ISO_8859_1));
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package dev.keyturn.sandbox.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves HTTP/1.1 on 127.0.0.1 and nothing else, one virtual thread per connection, with
 * keep-alive. Every reply's {@code Date} is the clock's.
 */
public final class Listener implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Handler handler;
  private final InstantSource clock;

  private Listener(ServerSocket server, Handler handler, InstantSource clock) {
    this.server = server;
    this.handler = handler;
    this.clock = clock;
  }

  /** Starts to serve on a port; 0 picks a free one. */
  public static Listener start(int port, Handler handler, InstantSource clock) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 128);
    Listener listener = new Listener(server, handler, clock);
    Thread.ofPlatform().daemon().name("sandbox-listener").start(listener::accept);
    return listener;
  }

  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(server);
    open.forEach(Listener::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or a caller that went away before it was served: the loop's condition tells them
        // apart.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      serve(new RequestReader(in, out), out);
    } catch (IOException | UncheckedIOException e) {
      // The caller closed the connection or does not speak HTTP; no answer is possible.
    } finally {
      open.remove(socket);
    }
  }

  private void serve(RequestReader reader, OutputStream out) throws IOException {
    try {
      for (Optional<Request> next = reader.read(); next.isPresent(); next = reader.read()) {
        Request request = next.get();
        Optional<Reply> reply = handler.handle(request);
        if (reply.isEmpty()) {
          return;
        }
        write(out, reply.get(), request.method().equals("HEAD"));
        if (request.header("connection").filter("close"::equalsIgnoreCase).isPresent()) {
          return;
        }
      }
    } catch (RequestReader.Malformed e) {
      write(
          out,
          Reply.of(400, "text/plain", e.getMessage() + "\n").with("Connection", "close"),
          false);
    }
  }

  private void write(OutputStream out, Reply reply, boolean head) throws IOException {
    StringBuilder top = new StringBuilder("HTTP/1.1 " + reply.status() + " -\r\n");
    top.append("Date: ").append(HttpDate.of(clock.instant())).append("\r\n");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      top.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    boolean bodiless = reply.status() == 204 || reply.status() == 304;
    if (!bodiless && !reply.headers().containsKey("Content-Length")) {
      top.append("Content-Length: ").append(reply.body().length()).append("\r\n");
    }
    out.write(top.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!head && !bodiless) {
      out.write(reply.body().array());
    }
    out.flush();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is being thrown away.
    }
  }
}

package dev.keyturn.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy to a server on loopback that damages replies. */
final class Wire implements AutoCloseable {
  private final ServerSocket server;
  private final int to;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Damage damage = (_, reply) -> reply;

  /** Damages the reply to a call. */
  @FunctionalInterface
  interface Damage {
    /** The bytes that arrive, including the head of the reply. */
    byte[] of(Call call, byte[] reply);
  }

  /**
   * A call through the proxy.
   *
   * @param number from 1, since the damage was set
   * @param what its action, or method and path
   */
  record Call(int number, String what) {}

  Wire(URI to) {
    this.to = to.getPort();
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Sets the damage of later replies, and restarts the count of calls. */
  void damage(Damage next) {
    calls.clear();
    damage = next;
  }

  /** The calls since the damage was set. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket callee = new Socket(InetAddress.getLoopbackAddress(), to)) {
      InputStream in = caller.getInputStream();
      OutputStream out = caller.getOutputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      if (header(head, "expect").equals("100-continue")) {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      }
      String length = header(head, "content-length");
      byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
      String forwarded =
          head.replaceAll("(?im)^(connection|expect):.*\r\n", "")
              .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
      callee.getOutputStream().write(forwarded.getBytes(ISO_8859_1));
      callee.getOutputStream().write(body);
      byte[] reply = callee.getInputStream().readAllBytes();
      synchronized (this) {
        calls.add(what(head, new String(body, ISO_8859_1)));
        reply = damage.of(new Call(calls.size(), calls.getLast()), closing(reply));
      }
      out.write(reply);
    } catch (IOException hungUp) {
      // The other side is done.
    }
  }

  private static byte[] closing(byte[] reply) {
    Reply parts = Reply.of(reply);
    return parts.withHead(parts.head().replaceFirst("\r\n", "\r\nConnection: close\r\n"));
  }

  private static String what(String head, String body) {
    String action = body.replaceFirst("(?s)^.*?Action=(\\w+).*$", "$1");
    return action.equals(body)
        ? head.lines().findFirst().orElse("").replaceFirst(" HTTP.*", "").replaceFirst("\\?.*", "")
        : action;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  /** A reply in two parts, a character for each byte. */
  record Reply(String head, String text) {
    static Reply of(byte[] bytes) {
      String all = new String(bytes, ISO_8859_1);
      int end = all.indexOf("\r\n\r\n") + 4;
      return new Reply(all.substring(0, end), all.substring(end));
    }

    /** Replaces the body and its length. */
    byte[] with(String other) {
      return bytes(
          head.replaceFirst("(?i)content-length: *\\d+", "Content-Length: " + other.length()),
          other);
    }

    byte[] withHead(String other) {
      return bytes(other, text);
    }

    private static byte[] bytes(String head, String body) {
      return (head + body).getBytes(ISO_8859_1);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

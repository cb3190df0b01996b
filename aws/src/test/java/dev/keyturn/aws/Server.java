package dev.keyturn.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyturn.aws.client.StandIn;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on loopback that keeps connections open, answers every call with an empty list, and
 * closes the connection once after receiving a given action.
 */
public final class Server implements AutoCloseable {
  private static final String ANSWER =
      "<Response><Result><IsTruncated>false</IsTruncated></Result></Response>";

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("LAMBDA_FUNCTION_NAME", "keyturn"),
          Map.entry("SES_EMAIL", "keys@mail.corp.example"),
          Map.entry("SES_REGION", "eu-central-1"),
          Map.entry("IAM_EMAIL_TAG_KEY", "email"),
          Map.entry("S3_CSV_BUCKET", "keyturn-files"),
          Map.entry("LAST_CHECK_DATE_TAG_KEY", "last-check-date"),
          Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key"),
          Map.entry("WARNING_DAYS", "30"),
          Map.entry("OVERDUE_DAYS", "60"),
          Map.entry("DEACTIVATE_DAYS", "10"),
          Map.entry("DELETION_DAYS", "10"));

  private final ServerSocket socket;
  private final String hangUpOn;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private Server(String hangUpOn) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.hangUpOn = hangUpOn;
    Thread.ofVirtual().start(this::serve);
  }

  static Server thatHangsUpOn(String action) throws IOException {
    return new Server(action);
  }

  /** A connection to this server without waits. */
  public Aws connect() {
    return connect(socket.getLocalPort());
  }

  /** A connection to a port on loopback without waits. */
  public static Aws connect(int port) {
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);
    return Aws.connect(
        settings(),
        runtime,
        new StandIn(
            URI.create("http://127.0.0.1:" + port),
            "eu-central-1",
            "AKIAIOSFODNN7EXAMPLE",
            "secret"));
  }

  public static Settings settings() {
    return settings(Map.of());
  }

  /** Valid settings with additional ones. */
  public static Settings settings(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(SETTINGS);
    variables.putAll(more);
    return switch (Settings.read(variables)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  /** How often an action was received completely. */
  long received(String action) {
    return bodies.stream().filter(body -> body.contains("Action=" + action)).count();
  }

  private void serve() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      while (true) {
        String body = body(in);
        if (body.isEmpty()) {
          return;
        }
        bodies.add(body);
        if (body.contains("Action=" + hangUpOn)) {
          return;
        }
        connection
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(ANSWER.length(), ANSWER)
                    .getBytes(ISO_8859_1));
      }
    } catch (IOException hungUp) {
      // The other side is done.
    }
  }

  private static String body(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    char[] body = new char[length];
    int read = 0;
    while (read < length) {
      int count = in.read(body, read, length - read);
      if (count < 0) {
        throw new IOException("cut off");
      }
      read += count;
    }
    return new String(body);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

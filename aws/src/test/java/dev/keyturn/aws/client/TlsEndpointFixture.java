package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A TLS server on loopback for iam.amazonaws.com with a certificate of an unknown authority. It
 * answers every request with "hello".
 */
final class TlsEndpointFixture implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerSocket socket;
  private final Path authority;

  private TlsEndpointFixture(ServerSocket socket, Path authority) {
    this.socket = socket;
    this.authority = authority;
    Thread.ofVirtual().start(this::serve);
  }

  static TlsEndpointFixture in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("endpoint.p12");
    generate(store, "endpoint", "CN=Corp Inspection");
    return with(store, "endpoint");
  }

  /** The same, with a certificate that an authority signed and that expired yesterday. */
  static TlsEndpointFixture expired(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("expired.p12");
    generate(store, "authority", "CN=Corp Authority", "-ext", "bc:c");
    generate(
        store,
        "endpoint",
        "CN=Corp Inspection",
        "-signer",
        "authority",
        "-startdate",
        "-3d",
        "-validity",
        "2");
    return with(store, "authority");
  }

  private static void generate(Path store, String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                name,
                "-ext",
                "san=dns:iam.amazonaws.com",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString()));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), ISO_8859_1);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static TlsEndpointFixture with(Path store, String trusted)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(store)) {
      keys.load(input, PASSWORD);
    }
    Path authority = store.resolveSibling(trusted + ".pem");
    Files.writeString(
        authority,
        "Corp's own\n-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(
                Base64.getMimeEncoder().encodeToString(keys.getCertificate(trusted).getEncoded())),
        US_ASCII);
    if (!trusted.equals("endpoint")) {
      keys.deleteEntry(trusted);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TlsEndpointFixture(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        authority);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The PEM file with its authority. */
  Path authority() {
    return authority;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException closed) {
        // The test is over.
      }
    }
  }

  private static void answer(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(US_ASCII));
    } catch (IOException refused) {
      // The other side does not trust it.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

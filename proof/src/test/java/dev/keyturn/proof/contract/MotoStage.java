package dev.keyturn.proof.contract;

import dev.keyturn.aws.client.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** A moto server that is started here and ends with the process. */
final class MotoStage {
  private static final String REGION = "us-east-1";

  private MotoStage() {}

  static Stage open() {
    try {
      URI endpoint = start();
      try (SesV2Client ses =
          SesV2Client.builder()
              .endpointOverride(endpoint)
              .region(Region.of(REGION))
              .credentialsProvider(HttpStage.credentials("testing", "testing"))
              .build()) {
        ses.createEmailIdentity(request -> request.emailIdentity(Stage.SENDER));
      }
      return new HttpStage(
          new StandIn(endpoint, REGION, "testing", "testing"),
          address -> mails(endpoint, address),
          (_, _) -> false,
          (_, _) -> false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process moto =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(moto::destroyForcibly));
    for (int attempt = 0; attempt < 300; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return URI.create("http://127.0.0.1:" + port);
      } catch (IOException notYet) {
        pause(moto);
      }
    }
    throw new IOException("moto_server did not start on port " + port);
  }

  private static void pause(Process moto) throws IOException {
    try {
      if (moto.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("moto_server ended with " + moto.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static long mails(URI endpoint, String address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String data =
          http.send(
                  HttpRequest.newBuilder(endpoint.resolve("/moto-api/data.json")).build(),
                  BodyHandlers.ofString())
              .body();
      return Pattern.compile(Pattern.quote(address)).matcher(data).results().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

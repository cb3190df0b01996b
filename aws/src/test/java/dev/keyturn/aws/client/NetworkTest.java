package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.internal.http.loader.DefaultSdkHttpClientBuilder;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.AttributeMap;

/** With a real proxy and a TLS endpoint with its own authority, on loopback. */
class NetworkTest {
  @TempDir private static Path folder;
  private static TlsEndpointFixture endpoint;

  @BeforeAll
  static void start() throws Exception {
    endpoint = TlsEndpointFixture.in(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    endpoint.close();
  }

  @Test
  void aTlsConnectionGoesThroughTheProxyOfHttps() throws IOException {
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "")) {
      assertThat(got("https://iam.amazonaws.com/", at("HTTPS_PROXY", "127.0.0.1:" + proxy.port())))
          .isEqualTo("hello");
      assertThat(proxy.asked()).containsExactly("CONNECT iam.amazonaws.com:443 HTTP/1.1");
    }
  }

  @Test
  void sendsUserAndPasswordToTheProxy() throws IOException {
    String login = Base64.getEncoder().encodeToString("me:w@rd".getBytes(UTF_8));
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), login)) {
      String place = "http://me:w%40rd@127.0.0.1:" + proxy.port();
      assertThat(got("https://iam.amazonaws.com/", at("HTTPS_PROXY", place))).isEqualTo("hello");
      assertThat(got("http://somewhere.example/", at("HTTP_PROXY", place))).isEqualTo("plain");
      assertThat(proxy.asked())
          .containsExactly(
              "CONNECT iam.amazonaws.com:443 HTTP/1.1", "GET http://somewhere.example/ HTTP/1.1");

      assertThatThrownBy(
              () ->
                  got(
                      "https://iam.amazonaws.com/",
                      at("HTTPS_PROXY", "me:wrong@127.0.0.1:" + proxy.port())))
          .hasMessageContaining("407")
          .hasMessageContaining(
              "through the proxy http://127.0.0.1:%d (HTTPS_PROXY)".formatted(proxy.port()))
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void aRefusedPasswordIsSentToTheProxyOnce() throws IOException {
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "none")) {
      Map<String, String> environment = at("HTTPS_PROXY", "me:wrong@127.0.0.1:" + proxy.port());
      for (int attempt = 1; attempt <= 3; attempt++) {
        assertThatThrownBy(() -> got("https://iam.amazonaws.com/", environment))
            .hasMessageContaining("407")
            .hasMessageContaining("(HTTPS_PROXY)");
      }
      // Without the password, and then with it.
      assertThat(proxy.refused()).isEqualTo(2);
    }
  }

  @Test
  void namesAProxyThatCannotBeResolved() {
    assertThatThrownBy(
            () -> got("https://iam.amazonaws.com/", at("HTTPS_PROXY", "proxy.invalid:3128")))
        .hasMessage(
            "the name proxy.invalid cannot be resolved, through the proxy"
                + " http://proxy.invalid:3128 (HTTPS_PROXY)");
  }

  @Test
  void namesAHostThatCannotBeResolved() {
    UnknownHostException cause = new UnknownHostException("iam.invalid: Name not known");
    assertThat(Failures.unknownHost(SdkClientException.create("See cause", cause)))
        .contains("the name iam.invalid cannot be resolved");
    assertThat(
            Failures.unknownHost(
                SdkClientException.create("See cause", new IOException("no reply"))))
        .isEmpty();
  }

  @Test
  void aProxyThatNoAddressNeedsIsNotRead() throws IOException {
    Map<String, String> environment = at("HTTP_PROXY", "socks5://p:1080");
    environment.put("HTTPS_PROXY", "x:y:z");
    environment.put("NO_PROXY", "127.0.0.1");
    assertThatThrownBy(() -> got("https://127.0.0.1:" + endpoint.port() + "/", environment))
        .hasMessageContaining("CN=Corp Inspection");
    assertThatThrownBy(() -> got("https://iam.amazonaws.com/", environment))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTPS_PROXY is not a proxy's address");
    assertThatThrownBy(() -> got("http://somewhere.example/", environment))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTP_PROXY names a proxy with the scheme socks5://");
  }

  @Test
  void httpProxyIsForHttpOnly() throws IOException {
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "")) {
      Map<String, String> http = at("HTTP_PROXY", "127.0.0.1:" + proxy.port());
      assertThatThrownBy(() -> got("https://127.0.0.1:" + endpoint.port() + "/", http))
          .hasMessageContaining("127.0.0.1");
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void noProxyBypassesTheProxy() throws IOException {
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "")) {
      Map<String, String> environment = at("HTTPS_PROXY", "127.0.0.1:" + proxy.port());
      environment.put("NO_PROXY", "127.0.0.1");
      // The certificate is for another host; the error shows which host was reached.
      assertThatThrownBy(() -> got("https://127.0.0.1:" + endpoint.port() + "/", environment))
          .hasMessageContaining("CN=Corp Inspection")
          .hasMessageContaining("127.0.0.1 found")
          .hasMessageNotContaining("authority")
          .hasMessageNotContaining("proxy");
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void namesAProxyThatDoesNotAnswer() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> got("https://iam.amazonaws.com/", at("HTTPS_PROXY", "127.0.0.1:" + unused)))
        .hasMessageContaining("refused")
        .hasMessageContaining("through the proxy http://127.0.0.1:" + unused + " (HTTPS_PROXY)");
  }

  @Test
  void namesAnUntrustedCertificateAndTheSetting() throws IOException {
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "")) {
      assertThatThrownBy(
              () ->
                  got(
                      "https://iam.amazonaws.com/",
                      Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port())))
          .hasMessageContaining("CN=Corp Inspection")
          .hasMessageContaining("go back to an authority")
          .hasMessageContaining("AWS_CA_BUNDLE")
          .hasMessageContaining("ca_bundle")
          .hasMessageNotContaining("clock");
    }
  }

  @Test
  void namesTheDatesOfAnExpiredCertificate() throws Exception {
    try (TlsEndpointFixture expired = TlsEndpointFixture.expired(folder);
        ProxyFixture proxy = new ProxyFixture(expired.port(), "")) {
      Map<String, String> environment = at("HTTPS_PROXY", "127.0.0.1:" + proxy.port());
      environment.put("AWS_CA_BUNDLE", expired.authority().toString());
      assertThatThrownBy(() -> got("https://iam.amazonaws.com/", environment))
          .hasMessageContaining("CN=Corp Inspection is valid from")
          .hasMessageContaining("check this machine's clock")
          .hasMessageNotContaining("it has to go back to an authority");
    }
  }

  @Test
  void aBundleMayHoldOtherBlocks() throws IOException {
    Path bundle =
        Files.writeString(
            folder.resolve("mixed.pem"),
            "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n"
                + Files.readString(endpoint.authority())
                + "-----BEGIN X509 CRL-----\nMIGH\n-----END X509 CRL-----\n");
    try (ProxyFixture proxy = new ProxyFixture(endpoint.port(), "")) {
      Map<String, String> environment = at("HTTPS_PROXY", "127.0.0.1:" + proxy.port());
      environment.put("AWS_CA_BUNDLE", bundle.toString());
      assertThat(got("https://iam.amazonaws.com/", environment)).isEqualTo("hello");
    }
  }

  @Test
  void namesAnUnreadableBundle() throws IOException {
    assertThatThrownBy(() -> Network.of(Map.of("AWS_CA_BUNDLE", "/none.pem"), ""))
        .hasMessageContaining("AWS_CA_BUNDLE names /none.pem");
    Path empty =
        Files.writeString(folder.resolve("empty.pem"), "-----BEGIN TRUSTED CERTIFICATE-----\n");
    assertThatThrownBy(() -> Network.of(Map.of("AWS_CA_BUNDLE", empty.toString()), ""))
        .hasMessageContaining("AWS_CA_BUNDLE names " + empty)
        .hasMessageContaining("only BEGIN CERTIFICATE blocks are read");
  }

  @Test
  void theSdksOwnClientsUseOurNetwork() {
    Network.direct();
    assertThat(System.getProperty(SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property()))
        .isEqualTo(NetworkHttpService.class.getName());
    try (SdkHttpClient client =
        new DefaultSdkHttpClientBuilder().buildWithDefaults(AttributeMap.empty())) {
      assertThat(client).isInstanceOf(NamingClient.class);
    }
  }

  private static Map<String, String> at(String variable, String proxy) {
    Map<String, String> environment = new HashMap<>();
    environment.put(variable, proxy);
    environment.put("AWS_CA_BUNDLE", endpoint.authority().toString());
    return environment;
  }

  private static String got(String address, Map<String, String> environment) throws IOException {
    try (SdkHttpClient client = Network.of(environment, "").client()) {
      HttpExecuteResponse response =
          client
              .prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(
                          SdkHttpRequest.builder()
                              .uri(URI.create(address))
                              .method(SdkHttpMethod.GET)
                              .build())
                      .build())
              .call();
      try (InputStream body = response.responseBody().orElseThrow()) {
        return new String(body.readAllBytes(), UTF_8);
      }
    }
  }
}

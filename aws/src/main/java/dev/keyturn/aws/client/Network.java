package dev.keyturn.aws.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.Lazy;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The network settings of this machine: proxies of the environment, and the authorities of {@code
 * AWS_CA_BUNDLE} or the profile's {@code ca_bundle}. Every client of the SDK uses them, including
 * those that the SDK creates for itself (STS, IAM Identity Center).
 */
public final class Network {
  /** The connect time-out. */
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** The read time-out between two bytes; a page of a thousand users may take seconds to begin. */
  private static final Duration REPLY_WITHIN = Duration.ofSeconds(30);

  private static final String BUNDLE = "AWS_CA_BUNDLE";
  private static final String PROXY_LOGIN = "Proxy-Authorization";

  /** The environment variables that are read; nothing lists the variables of a process here. */
  private static final List<String> VARIABLES =
      Stream.concat(Proxies.VARIABLES.stream(), Stream.of("REQUEST_METHOD", BUNDLE)).toList();

  /** The system property by which Java sends a password to a proxy for TLS connections. */
  private static final String NO_PASSWORD_BY = "jdk.http.auth.tunneling.disabledSchemes";

  private final Proxies proxies;
  private final Supplier<SSLSocketFactory> tls;

  /** One for all connections to a proxy; otherwise no connection would be reused. */
  private final Map<Proxies.Login, AtTheProxy> logins = new ConcurrentHashMap<>();

  private Network(Proxies proxies, Supplier<SSLSocketFactory> tls) {
    this.proxies = proxies;
    this.tls = tls;
  }

  /**
   * The network settings of this process's environment and profile.
   *
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  public static Network ofThisProcess() {
    return ofThisProcess(EmptySettings.profile());
  }

  /** The network settings with another profile than that of the environment. */
  public static Network ofThisProcess(String profile) {
    return of(environment(), profile);
  }

  /**
   * The same, with a profile that was read already.
   *
   * @param bundle its {@code ca_bundle}
   */
  public static Network ofThisProcess(String profile, Optional<String> bundle) {
    return of(environment(), profile, () -> bundle);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String name : VARIABLES) {
      SystemSetting.getStringValueFromEnvironmentVariable(name)
          .ifPresent(value -> environment.put(name, value));
    }
    return environment;
  }

  static Network of(Map<String, String> environment, String profile) {
    return of(environment, profile, () -> profile.isEmpty() ? Optional.empty() : bundleOf(profile));
  }

  private static Network of(
      Map<String, String> environment, String profile, Supplier<Optional<String>> bundle) {
    // The SDK's own clients use these settings, too.
    System.setProperty(
        SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property(), NetworkHttpService.class.getName());
    if (System.getProperty(NO_PASSWORD_BY) == null) {
      System.setProperty(NO_PASSWORD_BY, "");
    }
    return new Network(Proxies.of(environment), tls(environment, profile, bundle));
  }

  /** No proxies, for endpoints on this machine. */
  public static Network direct() {
    return of(Map.of(), "");
  }

  private static Supplier<SSLSocketFactory> tls(
      Map<String, String> environment, String profile, Supplier<Optional<String>> bundle) {
    String named = environment.getOrDefault(BUNDLE, "");
    if (!named.isEmpty()) {
      SSLSocketFactory factory = Authorities.of(Path.of(named), BUNDLE);
      return () -> factory;
    }
    Optional<String> ofProfile = bundle.get();
    if (ofProfile.isPresent()) {
      SSLSocketFactory factory =
          Authorities.of(Path.of(ofProfile.get()), "ca_bundle of profile " + profile);
      return () -> factory;
    }
    // Reading the JVM's authorities takes time, and an http:// endpoint needs none.
    Lazy<SSLSocketFactory> usual = new Lazy<>(Authorities::ofTheJvm);
    return usual::getValue;
  }

  private static Optional<String> bundleOf(String profile) {
    Optional<Profile> found = ProfileFile.defaultProfileFile().profile(profile);
    return found.flatMap(it -> it.property("ca_bundle")).filter(value -> !value.isBlank());
  }

  /** An HTTP client for the SDK; the caller closes it. */
  public SdkHttpClient client() {
    return new NamingClient(UrlConnectionHttpClient.create(this::connection), proxies);
  }

  private HttpURLConnection connection(URI address) {
    try {
      Optional<Proxies.Proxy> proxy = proxies.to(address);
      URLConnection opened =
          proxy.isPresent()
              ? address.toURL().openConnection(through(proxy.get()))
              : address.toURL().openConnection();
      if (!(opened instanceof HttpURLConnection connection)) {
        throw new IllegalArgumentException(address + " is not an HTTP address");
      }
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(tls.get());
      }
      proxy.flatMap(Proxies.Proxy::login).ifPresent(login -> identify(connection, login));
      connection.setConnectTimeout((int) CONNECT_WITHIN.toMillis());
      connection.setReadTimeout((int) REPLY_WITHIN.toMillis());
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void identify(HttpURLConnection connection, Proxies.Login login) {
    if (connection instanceof HttpsURLConnection) {
      AtTheProxy atTheProxy = logins.computeIfAbsent(login, AtTheProxy::new);
      atTheProxy.expectRequest();
      connection.setAuthenticator(atTheProxy);
    } else {
      connection.setRequestProperty(PROXY_LOGIN, basic(login));
    }
  }

  private static java.net.Proxy through(Proxies.Proxy proxy) {
    return new java.net.Proxy(
        java.net.Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port()));
  }

  private static String basic(Proxies.Login login) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(
                (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends the login to the proxy only, and once for a request and a scheme such as Basic: Java
   * would repeat it 20 times.
   */
  private static final class AtTheProxy extends Authenticator {
    private final Proxies.Login login;
    private final ThreadLocal<Set<String>> schemes = ThreadLocal.withInitial(HashSet::new);

    AtTheProxy(Proxies.Login login) {
      this.login = login;
    }

    /** From now on, it is about this thread's next request. */
    void expectRequest() {
      schemes.get().clear();
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY && schemes.get().add(getRequestingScheme())
          ? new PasswordAuthentication(login.user(), login.password().toCharArray())
          : null;
    }
  }
}

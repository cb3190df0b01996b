package dev.keyturn.aws.client;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Names the proxy in failures of requests that go through it. A proxy that refuses user and
 * password is not asked again by this process: an account may be locked after a few attempts.
 */
record NamingClient(SdkHttpClient client, Proxies proxies) implements SdkHttpClient {
  static final String THROUGH = ", through the proxy ";

  private static final String WRONG_LOGIN = "407";

  /** Proxies that refused user and password, and how. */
  private static final Map<Proxies.Proxy, String> REFUSALS = new ConcurrentHashMap<>();

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    Optional<Proxies.Proxy> proxy;
    try {
      proxy = proxies.to(request.httpRequest().getUri());
    } catch (IllegalArgumentException e) {
      return new Refused(new Unusable(String.valueOf(e.getMessage())));
    }
    Optional<String> refusal = proxy.map(REFUSALS::get);
    if (refusal.isPresent()) {
      return new Refused(new IOException(refusal.get()));
    }
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return proxy.isEmpty() ? prepared : new Through(prepared, proxy.get());
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }

  /** A setting that cannot be used; the message names it. */
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** A request that cannot be sent. */
  private record Refused(IOException why) implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      throw why;
    }

    @Override
    public void abort() {
      // Nothing was begun.
    }
  }

  /** A request that goes through a proxy. */
  private record Through(ExecutableHttpRequest request, Proxies.Proxy proxy)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        return request.call();
      } catch (UnknownHostException e) {
        throw named(Failures.unresolved(String.valueOf(e.getMessage())), e);
      } catch (IOException e) {
        String words = String.valueOf(e.getMessage());
        IOException named = named(words, e);
        if (words.startsWith(Failures.REFUSED_BY_PROXY) && words.contains(WRONG_LOGIN)) {
          REFUSALS.put(proxy, String.valueOf(named.getMessage()));
        }
        throw named;
      }
    }

    private IOException named(String words, IOException cause) {
      return new IOException(words + ", through " + proxy, cause);
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}

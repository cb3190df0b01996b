package dev.keyturn.aws.client;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Names the proxy in failures of requests that go through it. */
record NamingClient(SdkHttpClient client, Proxies proxies) implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    Optional<Proxies.Proxy> proxy = proxies.to(request.httpRequest().getUri());
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

  /** A request that goes through a proxy. */
  private record Through(ExecutableHttpRequest request, Proxies.Proxy proxy)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        return request.call();
      } catch (IOException e) {
        throw new IOException(e.getMessage() + ", through " + proxy, e);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}

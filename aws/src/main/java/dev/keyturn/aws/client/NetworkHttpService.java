package dev.keyturn.aws.client;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/** What the SDK asks for the HTTP client of the clients that it makes for itself. */
public final class NetworkHttpService implements SdkHttpService {
  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return new OfThisProcess();
  }

  /** It has nothing to be set. */
  private static final class OfThisProcess implements SdkHttpClient.Builder<OfThisProcess> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return Network.ofThisProcess().client();
    }
  }
}

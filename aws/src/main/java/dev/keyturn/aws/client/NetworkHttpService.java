package dev.keyturn.aws.client;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/** Provides the HTTP client for the clients that the SDK creates for itself. */
public final class NetworkHttpService implements SdkHttpService {
  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return new OfThisProcess();
  }

  /** A builder without options. */
  private static final class OfThisProcess implements SdkHttpClient.Builder<OfThisProcess> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return Network.ofThisProcess().client();
    }
  }
}

package dev.keyturn.aws.client;

import java.net.URI;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Keeps the path of an endpoint such as {@code https://host/aws}, as the AWS CLI does: the SDK
 * loses it in calls of services with the query protocol (IAM, STS). The SDK finds this class by a
 * resource file, for all clients, also those that it creates for itself.
 */
public final class EndpointPath implements ExecutionInterceptor {
  @Override
  @SuppressWarnings("deprecation") // The attribute that replaces it is internal.
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest request = context.httpRequest();
    URI endpoint = attributes.getAttribute(SdkExecutionAttribute.CLIENT_ENDPOINT);
    String path = request.encodedPath();
    return endpoint == null || !(path.isEmpty() || path.equals("/"))
        ? request
        : request.copy(copy -> copy.encodedPath(before(endpoint, "/")));
  }

  /** The path of an endpoint, before a path of the service. */
  static String before(URI endpoint, String path) {
    String prefix = endpoint.getRawPath();
    return path.equals("/") && !prefix.isEmpty() ? prefix : prefix.replaceFirst("/$", "") + path;
  }
}

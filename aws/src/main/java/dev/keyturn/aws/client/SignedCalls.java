package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Calls of services of which only one operation is used, so that shipping the SDK's client is not
 * worth it. They are signed by the SDK's signer and sent to the same endpoint.
 */
public final class SignedCalls {
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Place place;
  private final Replies replies;

  public SignedCalls(
      SdkHttpClient http, AwsCredentialsProvider credentials, Place place, Replies replies) {
    this.http = http;
    this.credentials = credentials;
    this.place = place;
    this.replies = replies;
  }

  /**
   * The region and the endpoint.
   *
   * @param standIn the endpoint of all services of a stand-in
   * @param profile the profile with the settings of endpoints
   */
  public record Place(Region region, Optional<URI> standIn, String profile) {}

  /**
   * A service.
   *
   * @param name the name in its host and in signatures
   * @param setting the name in {@code AWS_ENDPOINT_URL_...}, in lower case
   */
  public record Service(String name, String setting) {}

  /** A request: a POST with a body, or a GET without one. */
  public record Question(
      String path, Map<String, String> query, Map<String, String> headers, String body) {
    /**
     * A request of a service with AWS's JSON protocol.
     *
     * @param version of the protocol, such as 1.1
     * @param target the version of the service and the action
     */
    public static Question json(String version, String target, Map<String, ?> body) {
      return new Question(
          "/",
          Map.of(),
          Map.of("Content-Type", "application/x-amz-json-" + version, "X-Amz-Target", target),
          JsonTree.write(body));
    }
  }

  /** The same, signed with other credentials. */
  public SignedCalls as(AwsCredentialsProvider others) {
    return new SignedCalls(http, others, place, replies);
  }

  public Region region() {
    return place.region();
  }

  /**
   * Makes a call in one attempt; throws the same exceptions as the SDK's clients.
   *
   * @return the reply's body, JSON
   */
  public String ask(Service service, Question question) {
    URI endpoint = endpoint(service);
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .method(question.body().isEmpty() ? SdkHttpMethod.GET : SdkHttpMethod.POST)
            .encodedPath(EndpointPath.before(endpoint, question.path()));
    question.query().forEach(request::putRawQueryParameter);
    question.headers().forEach(request::putHeader);
    request.putHeader("Host", host(endpoint));
    SignedRequest signed = signed(service, request.build(), question.body());
    // The JDK's connection turns a GET with a body, even an empty one, into a POST.
    replies.sending();
    try {
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(
                          question.body().isEmpty() ? null : signed.payload().orElse(null))
                      .build())
              .call();
      String body = text(response);
      if (!response.httpResponse().isSuccessful()) {
        throw refusal(response, body);
      }
      return body;
    } catch (IOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    }
  }

  private SignedRequest signed(Service service, SdkHttpRequest request, String body) {
    AwsCredentials identity = credentials.resolveCredentials();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(identity)
                    .request(request)
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .putProperty(HttpSigner.SIGNING_CLOCK, replies.clock())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.name())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, signingRegion(service).id()));
  }

  /** Services that are the same in all regions are signed for one of the partition. */
  private Region signingRegion(Service service) {
    return ServiceMetadata.of(service.name()).signingRegion(place.region());
  }

  /** The endpoint that the SDK's clients would use: overrides, FIPS, dual stack, partition. */
  public URI endpoint(Service service) {
    return place.standIn().or(() -> named(service)).orElseGet(() -> usual(service));
  }

  /** The endpoint of a service in the environment or the profile. */
  private Optional<URI> named(Service service) {
    return EndpointSettings.of(place.profile()).endpoint(service.setting());
  }

  private URI usual(Service service) {
    Supplier<ProfileFile> files = ProfileFile::defaultProfileFile;
    List<EndpointTag> tags = new ArrayList<>();
    if (FipsEnabledProvider.builder()
        .profileFile(files)
        .profileName(place.profile())
        .build()
        .isFipsEnabled()
        .orElse(false)) {
      tags.add(EndpointTag.FIPS);
    }
    if (DualstackEnabledProvider.builder()
        .profileFile(files)
        .profileName(place.profile())
        .build()
        .isDualstackEnabled()
        .orElse(false)) {
      tags.add(EndpointTag.DUALSTACK);
    }
    return URI.create(
        "https://"
            + ServiceMetadata.of(service.name())
                .endpointFor(
                    ServiceEndpointKey.builder().region(place.region()).tags(tags).build()));
  }

  private static String host(URI endpoint) {
    return endpoint.getPort() < 0
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  private static String text(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) {
      return "";
    }
    try (InputStream body = response.responseBody().get()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  /** AWS's JSON protocols name the error in a header or in the body, with or without a prefix. */
  private static AwsServiceException refusal(HttpExecuteResponse response, String body) {
    Map<?, ?> members = members(body);
    String code =
        response
            .httpResponse()
            .firstMatchingHeader("x-amzn-errortype")
            .orElse(JsonTree.text(members, "__type"));
    String message = JsonTree.text(members, "message") + JsonTree.text(members, "Message");
    return AwsServiceException.builder()
        .statusCode(response.httpResponse().statusCode())
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code.replaceAll(".*#", "").replaceAll(":.*", ""))
                .errorMessage(message)
                .sdkHttpResponse(response.httpResponse())
                .build())
        .build();
  }

  private static Map<?, ?> members(String body) {
    try {
      return JsonTree.object(body);
    } catch (IllegalStateException _) {
      return Map.of();
    }
  }
}

package dev.keyturn.sandbox;

import dev.keyturn.sandbox.account.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A sandbox and the Java SDK's clients on it, without retries. */
final class Clients implements AutoCloseable {
  final Sandbox sandbox;

  Clients() {
    try {
      sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(11)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AwsCredentials root() {
    return credentials(sandbox.account().rootKey());
  }

  static AwsCredentials credentials(AccessKey key) {
    return AwsBasicCredentials.create(key.id(), key.secret().reveal());
  }

  IamClient iam() {
    return iam(root());
  }

  IamClient iam(AwsCredentials credentials) {
    return with(IamClient.builder(), credentials).build();
  }

  StsClient sts(AwsCredentials credentials) {
    return with(StsClient.builder(), credentials).build();
  }

  S3Client s3() {
    return s3(root());
  }

  S3Client s3(AwsCredentials credentials) {
    return with(S3Client.builder(), credentials).build();
  }

  S3Client s3In(String region) {
    return with(S3Client.builder(), root()).region(Region.of(region)).build();
  }

  SesV2Client ses() {
    return ses(root());
  }

  SesV2Client ses(AwsCredentials credentials) {
    return with(SesV2Client.builder(), credentials).build();
  }

  /** The credentials of a new user with this policy document. */
  AwsCredentials userWith(String name, String policyDocument) {
    return credentials(sandbox.account().userWith(name, policyDocument));
  }

  /** The credentials of a new user of another account, with this policy document. */
  AwsCredentials userIn(String account, String name, String policyDocument) {
    return credentials(sandbox.accounts().get(account).userWith(name, policyDocument));
  }

  static AwsCredentials session(Credentials made) {
    return AwsSessionCredentials.create(
        made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
  }

  static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** A call of the control interface; the answer's text. */
  String control(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.endpoint().resolve("/_sandbox/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return send(request).body();
  }

  static HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).build());
  }

  static HttpResponse<String> send(HttpRequest request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B with(
      B builder, AwsCredentials credentials) {
    return builder
        .endpointOverride(sandbox.endpoint())
        .region(Region.of(sandbox.region()))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    sandbox.close();
  }
}

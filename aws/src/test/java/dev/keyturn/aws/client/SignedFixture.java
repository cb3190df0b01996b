package dev.keyturn.aws.client;

import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RetryPolicy;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** What it takes to make signed calls to a server of a test, without waiting between attempts. */
public record SignedFixture(SignedCalls signed, Calls calls) {
  public static SignedFixture of(SdkHttpClient server) {
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);
    Replies replies = new Replies(runtime.clock());
    return new SignedFixture(
        new SignedCalls(
            server,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
            new SignedCalls.Place(Region.EU_CENTRAL_1, Optional.empty(), "default"),
            replies),
        new Calls(new RetryPolicy(runtime), replies, ""));
  }
}

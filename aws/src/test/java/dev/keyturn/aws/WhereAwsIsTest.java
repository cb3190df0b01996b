package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.client.Network;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.aws.client.SignedCalls.Place;
import dev.keyturn.aws.client.SignedCalls.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;

/** Regions and endpoints from AWS's own settings. */
class WhereAwsIsTest {
  @TempDir private Path folder;
  private EnvironmentFixture environment;

  @BeforeEach
  void begin() throws IOException {
    environment = new EnvironmentFixture(folder);
  }

  @AfterEach
  void end() {
    environment.close();
  }

  private static String endpoint(String service, String region) {
    return new SignedCalls(
            Network.direct().client(),
            AnonymousCredentialsProvider.create(),
            new Place(Region.of(region), Optional.empty(), "default"),
            new Replies(InstantSource.system()))
        .endpoint(new Service(service, service))
        .toString();
  }

  @ParameterizedTest
  @CsvSource({
    "lambda, eu-central-1, https://lambda.eu-central-1.amazonaws.com",
    "events, cn-north-1, https://events.cn-north-1.amazonaws.com.cn",
    "scheduler, eusc-de-east-1, https://scheduler.eusc-de-east-1.amazonaws.eu",
  })
  void signedCallsUseTheRegionsEndpoint(String service, String region, String where) {
    assertThat(endpoint(service, region)).isEqualTo(where);
  }

  @Test
  void signedCallsUseFipsEndpoints() {
    environment.with("AWS_USE_FIPS_ENDPOINT", "true");
    assertThat(endpoint("lambda", "us-east-1"))
        .isEqualTo("https://lambda-fips.us-east-1.amazonaws.com");
  }

  @Test
  void signedCallsUseDualStackEndpoints() throws IOException {
    environment.config("[default]\nuse_dualstack_endpoint = true\n");
    assertThat(endpoint("lambda", "eu-central-1")).isEqualTo("https://lambda.eu-central-1.api.aws");
  }

  @Test
  void signedCallsUseTheEndpointSettingOfAService() {
    environment.with("AWS_USE_FIPS_ENDPOINT", "true");
    environment.with("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:4566/x");
    assertThat(endpoint("lambda", "us-east-1")).isEqualTo("http://127.0.0.1:4566/x");
  }

  @Test
  void theRegionOfTheCommandLineIsFirstAndAwsDefaultRegionLast() throws IOException {
    assertThat(Regions.of(Selection.none(), "default")).isEmpty();
    environment.with("AWS_DEFAULT_REGION", "eu-west-1");
    assertThat(Regions.of(Selection.none(), "default")).contains(Region.EU_WEST_1);
    assertThat(System.getProperty(SdkSystemSetting.AWS_REGION.property())).isEqualTo("eu-west-1");
    System.clearProperty(SdkSystemSetting.AWS_REGION.property());
    environment.config("[profile work]\nregion = eu-west-2\n");
    assertThat(Regions.of(Selection.none(), "work")).contains(Region.EU_WEST_2);
    environment.with("AWS_REGION", "eu-west-3");
    assertThat(Regions.of(Selection.none(), "work")).contains(Region.EU_WEST_3);
    assertThat(Regions.of(new Selection(Optional.empty(), Optional.of("eu-north-1")), "work"))
        .contains(Region.EU_NORTH_1);
  }
}

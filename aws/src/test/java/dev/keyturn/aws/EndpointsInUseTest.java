package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.EndpointSettings;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.aws.client.SignedCalls.Service;
import dev.keyturn.aws.owner.OwnersAccess;
import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.aws.owner.OwnersProfile;
import dev.keyturn.facts.KeyId;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.AwsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients, by endpoints of the environment and of a profile. */
class EndpointsInUseTest {
  private static final RuntimeEnvironment WORLD =
      new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);
  private static final Service LAMBDA = new Service("lambda", "lambda");
  private static final String KEY =
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n";

  @TempDir private Path folder;
  private EnvironmentFixture environment;
  private EndpointFixture endpoint;

  @BeforeEach
  void begin() throws IOException {
    environment = new EnvironmentFixture(folder).config("[default]\n" + KEY);
    endpoint = new EndpointFixture();
  }

  @AfterEach
  void end() {
    endpoint.close();
    environment.close();
  }

  private static Stream<String> mayBeEmpty() {
    return Stream.concat(
        Stream.of("", "_S3", "_STS", "_IAM", "_SESV2", "_SSO", "_SSO_OIDC", "_SIGNIN", "_LAMBDA")
            .map(service -> "AWS_ENDPOINT_URL" + service),
        AwsSettings.variables().stream());
  }

  @ParameterizedTest
  @MethodSource("mayBeEmpty")
  void anEmptyVariableCountsAsUnset(String variable) throws Exception {
    environment.with(variable, "");
    assertThat(signedAt()).isEqualTo("https://lambda.eu-central-1.amazonaws.com");
    assertThatCode(() -> owner(Map.of()).close()).doesNotThrowAnyException();
    environment.with("AWS_ENDPOINT_URL_IAM", endpoint.url());
    assertThatCode(() -> Aws.connect(Server.settings(), WORLD).close()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint_url =",
        "s3.endpoint_url =",
        "use_fips_endpoint =",
        "use_dualstack_endpoint =",
        "ignore_configured_endpoint_urls =",
        "request_checksum_calculation =",
        "services = mine\n[services mine]\nlambda =\n  endpoint_url =\ns3 =\n  endpoint_url ="
      })
  void anEmptySettingOfAProfileCountsAsUnset(String setting) throws Exception {
    environment.config("[default]\n" + KEY + setting + "\n");
    assertThat(signedAt()).isEqualTo("https://lambda.eu-central-1.amazonaws.com");
    Map<String, String> owners =
        setting.contains("\n") ? Map.of() : Map.of(setting.replace(" =", ""), "");
    assertThatCode(() -> owner(owners).close()).doesNotThrowAnyException();
  }

  private static String signedAt() throws CannotBegin {
    try (Aws aws = Aws.connect(Server.settings(), WORLD)) {
      return aws.connections().signed().endpoint(LAMBDA).toString();
    }
  }

  @Test
  void anEmptyEndpointOfAServiceLeavesTheGeneralOne() throws Exception {
    environment.with("AWS_ENDPOINT_URL", endpoint.url());
    for (String service : List.of("_S3", "_STS", "_IAM", "_SESV2", "_LAMBDA")) {
      environment.with("AWS_ENDPOINT_URL" + service, "");
    }
    callAll();
    assertThat(endpoint.paths()).hasSize(6);
  }

  @Test
  void anEmptyGeneralEndpointLeavesThoseOfServicesAndTheProfile() throws Exception {
    environment.with("AWS_ENDPOINT_URL", "").with("AWS_ENDPOINT_URL_STS", endpoint.url());
    environment.config("[default]\n" + KEY + "endpoint_url = " + endpoint.url() + "/profile\n");
    callAll();
    assertThat(endpoint.paths()).hasSize(6).contains("/", "/profile");
  }

  @Test
  void theSdksOwnClientsTakeAnEmptyEndpointAsUnset() throws Exception {
    environment.with("AWS_ENDPOINT_URL", "").with("AWS_ENDPOINT_URL_STS", endpoint.url() + "/sts");
    environment.config(
        "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = key\n"
            + ("region = eu-central-1\n[profile key]\n" + KEY));
    try (Aws aws = Aws.connect(Server.settings(), WORLD)) {
      assertThatThrownBy(() -> aws.ports().account().identify()).hasMessageContaining("403");
    }
    assertThat(endpoint.paths()).isNotEmpty().allMatch("/sts"::equals);
  }

  @Test
  void ignoredEndpointsAreIgnored() throws Exception {
    environment.with("AWS_ENDPOINT_URL", endpoint.url());
    environment.with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assertThat(signedAt()).isEqualTo("https://lambda.eu-central-1.amazonaws.com");
    environment.with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    environment.config("[default]\nignore_configured_endpoint_urls = true\n" + KEY);
    assertThat(signedAt()).isEqualTo(endpoint.url());
  }

  @Test
  void thePathOfAnEndpointIsKept() throws Exception {
    environment.with("AWS_ENDPOINT_URL", endpoint.url() + "/p");
    callAll();
    assertThat(endpoint.paths())
        .containsExactly("/p", "/p", "/p/bucket", "/p/v2/email/account", "/p/2015/x", "/p");
    environment.with("AWS_ENDPOINT_URL", endpoint.url() + "/p/");
    callAll();
    assertThat(endpoint.paths())
        .containsExactly("/p/", "/p/", "/p/bucket", "/p/v2/email/account", "/p/2015/x", "/p/");
  }

  /** One call of each client: STS, IAM, S3, SES, Lambda, and the owner's STS. */
  private static void callAll() throws Exception {
    try (Aws aws = Aws.connect(Server.settings(), WORLD)) {
      Aws.Clients clients = aws.connections().clients();
      refused(() -> clients.sts().getCallerIdentity());
      refused(() -> clients.iam().listUsers());
      refused(() -> clients.s3().headBucket(request -> request.bucket("bucket")));
      refused(() -> clients.ses().getAccount(_ -> {}));
      refused(
          () ->
              aws.connections()
                  .signed()
                  .ask(LAMBDA, new SignedCalls.Question("/2015/x", Map.of(), Map.of(), "")));
    }
    try (OwnersAccess access = owner(Map.of())) {
      refused(
          () -> access.identify(new OwnersKey(new KeyId("AKIAIOSFODNN7EXAMPLE"), "old-secret")));
    }
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run).hasMessageContaining("403");
  }

  private static OwnersAccess owner(Map<String, String> settings) throws CannotBegin {
    return OwnersAccess.open(
        new OwnersProfile("work", settings, Optional.empty()),
        Optional.of("eu-central-1"),
        Optional.empty(),
        WORLD);
  }

  @Test
  void anEndpointIsUsedAlsoWhereFipsAndDualStackAreAskedFor() throws Exception {
    environment.with("AWS_ENDPOINT_URL", endpoint.url());
    environment.with("AWS_USE_FIPS_ENDPOINT", "true").with("AWS_USE_DUALSTACK_ENDPOINT", "true");
    callAll();
    assertThat(endpoint.paths()).hasSize(6);
  }

  @Test
  void endpointsThatAreIgnoredOrNeverCalledAreNotChecked() throws Exception {
    environment.config(
        "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = nonsense");
    assertThat(Aws.problems(Selection.none())).isEmpty();
    environment.config(
        """
        [default]
        services = mine
        [services mine]
        dynamodb =
          endpoint_url = nonsense
        sfn =
          endpoint_url = nonsense
        """);
    assertThat(Aws.problems(Selection.none()))
        .singleElement()
        .asString()
        .startsWith("sfn.endpoint_url of profile default is no URL");
    environment.with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assertThat(Aws.problems(Selection.none())).isEmpty();
  }

  @Test
  void aSectionOfServicesHasToExist() throws Exception {
    environment.config("[default]\nservices = gone\n");
    assertThat(Aws.problems(Selection.none()))
        .containsExactly(
            "services of profile default names 'gone', and there is no section [services gone]");
    environment.config("[default]\nservices = my own\n[services \"my own\"]\nsts =\n");
    assertThat(Aws.problems(Selection.none()))
        .singleElement()
        .asString()
        .endsWith("[services my own] for " + EndpointSettings.LEGAL_NAMES);
    assertThat(new OwnersProfile("work", Map.of("services", "gone"), Optional.empty()).problems())
        .containsExactly(
            "services of profile work names 'gone', and there is no section [services gone]");
  }

  @Test
  void anOwnersSectionOfServicesMayHaveAnyName() throws Exception {
    OwnersProfile profile =
        new OwnersProfile(
            "work",
            Map.of("services", "my own"),
            Optional.of(List.of("sts =", "  endpoint_url = " + endpoint.url())));
    assertThat(profile.problems()).isEmpty();
    try (OwnersAccess access =
        OwnersAccess.open(profile, Optional.of("eu-central-1"), Optional.empty(), WORLD)) {
      refused(
          () -> access.identify(new OwnersKey(new KeyId("AKIAIOSFODNN7EXAMPLE"), "old-secret")));
    }
    assertThat(endpoint.paths()).hasSize(1);
  }

  @Test
  void anEmptyEndpointThatTheSdkWouldTakeAsAUrlIsAProblem() throws Exception {
    environment.with("AWS_ENDPOINT_URL_STS", "").with("AWS_ENDPOINT_URL_SSO", endpoint.url());
    assertThat(Aws.problems(Selection.none()))
        .containsExactly(
            "AWS_ENDPOINT_URL_STS is empty, and sso has an endpoint: remove the empty one");
    environment.config("[default]\nendpoint_url = " + endpoint.url() + "\n");
    assertThat(Aws.problems(Selection.none())).isEmpty();
  }
}

package dev.keyturn.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.aws.owner.OwnersProfile;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Without credentials, the error names each configured place. */
class CredentialSourcesTest {
  private static final RuntimeEnvironment WORLD =
      new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);

  private static final String KEY =
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n";

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

  private static PortFailure failure(Selection selection) throws CannotBegin {
    try (Aws aws = Aws.connect(Server.settings(), WORLD, selection)) {
      return catchThrowableOfType(PortFailure.class, () -> aws.ports().account().identify());
    }
  }

  private static PortFailure failure() throws CannotBegin {
    return failure(Selection.none());
  }

  @Test
  void namesNoPlaceIfNoneIsConfigured() throws CannotBegin {
    PortFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(PortFailure.Kind.CREDENTIALS);
    assertThat(failure.message())
        .startsWith("There are no AWS credentials")
        .doesNotContain("Profile file contained no credentials")
        .doesNotContain("Unable to load");
  }

  @Test
  void namesAnIncompleteKeyInTheEnvironment() throws CannotBegin {
    environment.with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    assertThat(failure().message())
        .contains("The environment: ")
        .contains("AWS_SECRET_ACCESS_KEY")
        .doesNotContain("Profile");
  }

  @Test
  void namesAWebIdentityWithoutItsFile() throws CannotBegin {
    environment.with("AWS_WEB_IDENTITY_TOKEN_FILE", folder.resolve("gone").toString());
    environment.with("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x");
    assertThat(failure().message())
        .contains("The web identity (AWS_WEB_IDENTITY_TOKEN_FILE): ")
        .contains(folder.resolve("gone").toString());
  }

  @Test
  void anUnreachableContainerIsANetworkError() throws Exception {
    // Bound, so that no other process gets the port, but without a listener.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      environment.with(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + deaf.getLocalPort() + "/x");
      PortFailure failure = failure();
      assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNREACHABLE);
      assertThat(failure.message())
          .contains("is there a network?")
          .contains("The container (AWS_CONTAINER_CREDENTIALS_...): ")
          .doesNotContain("There are no AWS credentials");
    }
  }

  @Test
  void showsTheMessageOfAFailedCommand() throws Exception {
    environment.config("[default]\ncredential_process = echo the vault is sealed >&2 && exit 3\n");
    assertThat(failure().message())
        .contains("Profile 'default': ")
        .contains("the vault is sealed")
        .doesNotContain("ProfileFile(");
  }

  @Test
  void hidesTheOutputOfACommand() throws Exception {
    environment.config("[default]\ncredential_process = echo SuperSecretValue\n");
    assertThat(failure().message()).contains("Profile 'default': ").doesNotContain("SuperSecret");
  }

  @Test
  void knowsAProfileOfAwsLogin() throws Exception {
    environment.config(
        "[default]\nlogin_session = arn:aws:iam::123456789012:user/alice\nregion = eu-central-1\n");
    assertThat(failure().message())
        .contains("Profile 'default': ")
        .contains("login_session")
        .contains("re-authenticate")
        .doesNotContain("class path");
  }

  @Test
  void namesAllPlacesThatFailed() throws Exception {
    environment
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .with("AWS_PROFILE", "nowhere")
        .config("[default]\nregion = eu-central-1\n");
    assertThat(failure().message())
        .contains("The environment: ")
        .contains("AWS_ACCESS_KEY_ID")
        .contains(
            "Profile 'nowhere': There is no profile 'nowhere' (AWS_PROFILE) in ~/.aws/config");
  }

  @Test
  void theProfileOfTheCommandLinePrecedesKeysOfTheEnvironment() throws Exception {
    environment
        .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .config("[profile work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = another\n");
    AwsCredentials found =
        CredentialSources.of(new Selection(Optional.of("work"), Optional.empty()))
            .resolveCredentials();
    assertThat(found.accessKeyId()).isEqualTo("AKIAWORK");
    assertThat(CredentialSources.of(Selection.none()).resolveCredentials().accessKeyId())
        .isEqualTo("AKIAIOSFODNN7EXAMPLE");
  }

  @Test
  void refusesAMissingProfileOfTheCommandLine() {
    CannotBegin refusal =
        catchThrowableOfType(
            CannotBegin.class,
            () -> failure(new Selection(Optional.of("nowhere"), Optional.empty())));
    assertThat(refusal).hasMessageContaining("'nowhere' (--profile)");
  }

  @Test
  void namesTheFileThatTheSdkRefuses() throws IOException {
    environment.config("[default]\nregion eu-central-1\n");
    CannotBegin refusal = catchThrowableOfType(CannotBegin.class, CredentialSourcesTest::failure);
    assertThat(refusal)
        .hasMessageContaining(folder.resolve("config") + " is refused by AWS's SDK for Java")
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("stricter");
  }

  @Test
  void namesAHostThatCannotBeResolved() throws Exception {
    environment
        .with("AWS_ENDPOINT_URL", "https://aws.invalid")
        .config(
            """
            [default]
            role_arn = arn:aws:iam::123456789012:role/x
            source_profile = key
            [profile key]
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = secret
            """);
    assertThat(failure().message())
        .contains("is there a network?")
        .contains("Profile 'default': the name aws.invalid cannot be resolved.");
    environment.with("AWS_PROFILE", "key");
    assertThat(failure().message())
        .contains("could not be sent: the name aws.invalid cannot be resolved. Check the network");
  }

  @Test
  void refusesRegionsOfTwoPartitions() {
    environment.with("AWS_REGION", "us-gov-west-1");
    CannotBegin refusal = catchThrowableOfType(CannotBegin.class, CredentialSourcesTest::failure);
    assertThat(refusal)
        .hasMessageContaining("us-gov-west-1 (AWS_REGION or the profile)")
        .hasMessageContaining("aws-us-gov")
        .hasMessageContaining("eu-central-1 (SES_REGION)");
  }

  @Test
  void refusesPlainHttpInAProfileAsInTheEnvironment() throws IOException {
    environment.config(
        """
        [default]
        endpoint_url = http://elsewhere.example:4566
        services = mine
        [services mine]
        s3 =
          endpoint_url = elsewhere:4566
        """);
    CannotBegin refusal = catchThrowableOfType(CannotBegin.class, CredentialSourcesTest::failure);
    assertThat(refusal)
        .hasMessageContaining("endpoint_url of profile default is plain HTTP")
        .hasMessageContaining("s3.endpoint_url of profile default is no URL")
        .hasMessageContaining("KEYTURN_ALLOW_HTTP");
  }

  @Test
  void refusesAnInvalidValueInAProfileAsInTheEnvironment() throws IOException {
    environment.config("[default]\nuse_fips_endpoint = maybe\ndefaults_mode = fast\n");
    environment.with("AWS_DEFAULTS_MODE", "legacy");
    CannotBegin refusal = catchThrowableOfType(CannotBegin.class, CredentialSourcesTest::failure);
    assertThat(refusal)
        .hasMessageContaining("use_fips_endpoint of profile default must be true or false")
        .hasMessageNotContaining("defaults_mode");
    assertThat(
            new OwnersProfile("work", Map.of("endpoint_url", "nonsense"), Optional.empty())
                .problems())
        .singleElement()
        .asString()
        .startsWith("endpoint_url of profile work is no URL");
  }

  @Test
  void allowsPlainHttpInAProfileBySetting() throws Exception {
    environment.with("KEYTURN_ALLOW_HTTP", "true").config("[default]\nendpoint_url = http://h\n");
    assertThat(failure().kind()).isEqualTo(PortFailure.Kind.CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ACCESS_KEY_ID, AKIAIOSFODNN7EXAMPLE, The environment: ",
    "AWS_SECRET_ACCESS_KEY, secret, The environment: ",
    "AWS_WEB_IDENTITY_TOKEN_FILE, /nonexistent, The web identity ",
    "AWS_PROFILE, nowhere, Profile 'nowhere': ",
    "AWS_PROFILE, broken, Profile 'broken': ",
  })
  void noPlaceIsUsedBehindOneThatIsConfiguredAndFails(String variable, String value, String named)
      throws Exception {
    environment.config("[profile broken]\ncredential_process = exit 3\n[default]\n" + KEY);
    try (ContainerFixture container = new ContainerFixture()) {
      environment.with("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.url());
      environment.with(variable, value);
      assertThat(failure().message()).contains("There are no AWS credentials", named);
    }
  }

  @Test
  void aProfileThatIsNamedForItsRegionLeavesTheContainer() throws Exception {
    environment.config("[profile home]\nregion = eu-central-1\naws_access_key_id =\n");
    environment.with("AWS_PROFILE", "home");
    assertThat(failure().message()).contains("Profile 'home': Profile file contained no credent");
    try (ContainerFixture container = new ContainerFixture()) {
      environment.with("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.url());
      assertThat(CredentialSources.of(Selection.none()).resolveCredentials().accessKeyId())
          .isEqualTo("AKIACONTAINER");
    }
  }

  @Test
  void anEmptyPairAndAnEmptyNameOfAProfileCountAsUnset() throws Exception {
    environment
        .with("AWS_ACCESS_KEY_ID", "")
        .with("AWS_SECRET_ACCESS_KEY", "")
        .with("AWS_PROFILE", "");
    assertThat(failure().message()).doesNotContain("Profile '", "The environment: ");
    environment.config("[default]\nrole_arn =\n" + KEY);
    assertThat(CredentialSources.of(Selection.none()).resolveCredentials().accessKeyId())
        .isEqualTo("AKIAIOSFODNN7EXAMPLE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "role_arn = arn:aws:iam::123456789012:role/x"
            + "|role_arn needs one of source_profile, credential_source, web_identity_token_file",
        "source_profile = default;role_arn = arn:aws:iam::123456789012:role/x"
            + "|source_profile names the profile itself",
      })
  void saysWhyARoleHasNoCredentials(String settings, String why) throws Exception {
    environment.config("[default]\n" + KEY + settings.replace(";", "\n") + "\n");
    assertThat(failure().message()).contains("Profile 'default': " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SuperSecretValue",
        "{\"Version\":1,\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"SuperSecret\",\"Expiration\":\"x\"}",
      })
  void saysThatTheOutputOfACommandIsNotWhatAwsDescribes(String output) throws Exception {
    environment.config("[default]\ncredential_process = echo '" + output + "'\n");
    assertThat(failure().message())
        .contains("credential_process is not what AWS describes: JSON with Version 1.")
        .doesNotContain("SuperSecret");
  }

  @Test
  void saysWhichNamedFileIsNotThere() throws Exception {
    environment.with("AWS_CONFIG_FILE", folder.resolve("gone").toString());
    assertThat(failure().message())
        .contains("AWS_CONFIG_FILE names " + folder.resolve("gone") + ", which does not exist");
    environment.with("AWS_PROFILE", "my name");
    assertThat(failure().message())
        .containsOnlyOnce("AWS_CONFIG_FILE names ")
        .contains("There is no profile 'my name' (AWS_PROFILE)", "reads only names of letters");
  }

  @Test
  void namesTheVariableOfAProxyThatCannotBeUsed() throws Exception {
    environment
        .with("HTTP_PROXY", "x:y:z")
        .with("http_proxy", "x:y:z")
        .with("NO_PROXY", "")
        .with("no_proxy", "")
        .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .config("[default]\n" + KEY);
    PortFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNREACHABLE);
    assertThat(failure.message())
        .isEqualTo("HTTP_PROXY is not a proxy's address; write it as http://HOST:PORT.");
  }

  /** A container's endpoint with credentials. */
  private static final class ContainerFixture implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    ContainerFixture() throws IOException {
      byte[] reply =
          "{\"AccessKeyId\":\"AKIACONTAINER\",\"SecretAccessKey\":\"secret\",\"Token\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
              .getBytes(UTF_8);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}

package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.EnvironmentFixture;
import dev.keyturn.aws.Selection;
import dev.keyturn.aws.Server;
import dev.keyturn.port.RuntimeEnvironment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that the SDK creates for itself use the profile of the command line, too. */
class ProfileOfTheCommandLineTest {
  private static final RuntimeEnvironment WORLD =
      new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), Runnable::run);

  @TempDir private Path folder;

  @Test
  void itsEndpointAndItsAuthorityCountWhereARoleIsAssumed() throws Exception {
    try (TlsEndpointFixture endpoint = TlsEndpointFixture.in(folder);
        ProxyFixture proxy = new ProxyFixture(endpoint.port(), "");
        EnvironmentFixture environment = new EnvironmentFixture(folder)) {
      environment
          .with("Https_Proxy", "127.0.0.1:" + proxy.port())
          .config(
              """
              [profile corp]
              role_arn = arn:aws:iam::123456789012:role/keyturn
              source_profile = key
              region = eu-central-1
              endpoint_url = https://iam.amazonaws.com
              ca_bundle = %s
              [profile key]
              aws_access_key_id = AKIAIOSFODNN7EXAMPLE
              aws_secret_access_key = secret
              """
                  .formatted(endpoint.authority()));
      Selection corp = new Selection(Optional.of("corp"), Optional.empty());
      try (Aws aws = Aws.connect(Server.settings(), WORLD, corp)) {
        // The endpoint says "hello", which is no answer of STS.
        assertThatThrownBy(() -> aws.ports().account().identify())
            .hasMessageContaining("Profile 'corp'")
            .hasMessageNotContaining("is not trusted");
      }
      assertThat(proxy.asked())
          .isNotEmpty()
          .allMatch("CONNECT iam.amazonaws.com:443 HTTP/1.1"::equals);
    }
  }
}

package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every expectation was observed with botocore 1.43: get_environ_proxies and ProxyConfiguration.
 */
class ProxiesTest {
  private static final URI IAM = URI.create("https://iam.amazonaws.com/");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://proxy:3128 | proxy | 3128",
        "proxy:3128 | proxy | 3128",
        "//proxy:3128 | proxy | 3128",
        "http://proxy | proxy | 80",
        "proxy | proxy | 80",
        "http://proxy:3128/ | proxy | 3128",
        "http://proxy:3128/path?x#y | proxy | 3128",
        "http://me:word@proxy:3128 | proxy | 3128",
        "me:word@proxy:3128 | proxy | 3128",
        "http://[::1]:3128 | [::1] | 3128",
        "http://127.0.0.1:3128 | 127.0.0.1 | 3128",
      })
  void everyFormOfValueNamesAHostAndAPort(String value, String host, int port) {
    Proxies.Proxy proxy = Proxies.of(Map.of("HTTPS_PROXY", value)).to(IAM).orElseThrow();
    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy).asString().contains("HTTPS_PROXY").doesNotContain("word");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "me:word@p | me | word",
        "me%40corp:w%3Ard+@p | me@corp | w:rd+",
        "a:b@c@p | a | b@c",
        "me:100%@p | me | 100%",
        "me:a%40b%@p | me | a@b%",
        "me:%C3%A9%zz@p | me | é%zz",
        "me@p | | ",
        "me:@p | | ",
      })
  void userAndPasswordAreSentTogetherOrNotAtAll(String value, String user, String password) {
    Proxies.Proxy proxy = Proxies.of(Map.of("HTTPS_PROXY", value)).to(IAM).orElseThrow();
    assertThat(proxy.login().map(Proxies.Login::user).orElse(null)).isEqualTo(user);
    assertThat(proxy.login().map(Proxies.Login::password).orElse(null)).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTPS_PROXY=a | https://x/ | a",
        "HTTP_PROXY=a | https://x/ | ",
        "HTTP_PROXY=a | http://x/ | a",
        "HTTPS_PROXY=a | http://x/ | ",
        "ALL_PROXY=a | https://x/ | ",
        "HTTPS_PROXY=a https_proxy=b | https://x/ | b",
        "HTTPS_PROXY=a https_proxy= | https://x/ | ",
        "HTTPS_PROXY= | https://x/ | ",
        "Https_Proxy=a | https://x/ | a",
        "HTTPS_PROXY=a Https_Proxy=b | https://x/ | b",
        "HTTPS_PROXY=a Https_proxy=b | https://x/ | b",
        "HTTPS_PROXY=a Https_proxy= | https://x/ | ",
        "HTTPS_PROXY=a Https_Proxy= | https://x/ | a",
        "HTTP_PROXY=a REQUEST_METHOD=GET | http://x/ | ",
        "http_proxy=a REQUEST_METHOD=GET | http://x/ | a",
      })
  void theSchemeOfTheAddressSelectsTheVariable(String environment, URI address, String host) {
    assertThat(Proxies.of(variables(environment)).to(address).map(Proxies.Proxy::host).orElse(null))
        .isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | true",
        "amazonaws.com | true",
        ".amazonaws.com | true",
        "..amazonaws.com | true",
        "AMAZONAWS.COM | true",
        "iam.amazonaws.com | true",
        "iam.amazonaws.com:443 | false",
        "x.org, amazonaws.com | true",
        "x.org | false",
        "azonaws.com | false",
        "*.amazonaws.com | false",
        "x.org,* | false",
        "' ' | false",
        ", | false",
      })
  void hostsWithoutAProxyAreFoundBySuffix(String exceptions, boolean bypassed) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "p", "NO_PROXY", exceptions));
    assertThat(proxies.to(IAM).isEmpty()).isEqualTo(bypassed);
  }

  @Test
  void noProxyMayNameAPort() {
    Proxies proxies = Proxies.of(Map.of("HTTP_PROXY", "p", "NO_PROXY", "localhost:4566"));
    assertThat(proxies.to(URI.create("http://localhost:4566/"))).isEmpty();
    assertThat(proxies.to(URI.create("http://localhost:4567/"))).isPresent();
    Proxies all = Proxies.of(Map.of("HTTP_PROXY", "p", "NO_PROXY", "localhost"));
    assertThat(all.to(URI.create("http://localhost:4567/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://:8080", "http://p:x", "http://p:0", "http://p:99999", "p:1:2", "http://"})
  void anInvalidAddressIsRefusedByVariableAndNotShown(String value) {
    assertThatThrownBy(
            () ->
                Proxies.of(Map.of("HTTPS_PROXY", value.replace("http://", "http://me:word@")))
                    .to(IAM))
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("word");
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTP_PROXY", value)).to(URI.create("http://x/")))
        .hasMessageContaining("HTTP_PROXY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://p:8080", "socks5://p:1080"})
  void aProxyWithAnotherSchemeIsRefusedByVariable(String value) {
    assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", value)).to(IAM))
        .hasMessageContaining("HTTPS_PROXY names a proxy with the scheme");
  }

  @Test
  void variablesAreReadInThreeCasesOfEachWord() {
    assertThat(Proxies.VARIABLES)
        .hasSize(27)
        .contains("HTTPS_PROXY", "Https_Proxy", "https_proxy", "Http_proxy", "no_Proxy");
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new TreeMap<>();
    for (String one : text.split(" ", -1)) {
      variables.put(
          one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1).strip());
    }
    return variables;
  }
}

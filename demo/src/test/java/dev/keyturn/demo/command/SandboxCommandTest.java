package dev.keyturn.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {
  private static final Pattern ENDPOINT = Pattern.compile("AWS_ENDPOINT_URL='?(http://[\\w.:]+)");

  @Test
  void startsOnTheDayThatItIsGiven() {
    CommandFixture fixture = new CommandFixture();
    List<String> clocks = new ArrayList<>();
    Machine machine = new InterruptedMachine(() -> clocks.add(clock(fixture.out())));
    assertThat(
            fixture.keyturn(
                machine, "sandbox", "--port", "0", "--users", "1", "--today", "2099-12-31"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(clocks).singleElement().asString().contains("\"2099-12-31T");
  }

  @Test
  void refusesWhatIsNoDay() {
    CommandFixture fixture = new CommandFixture();
    assertThat(fixture.keyturn("sandbox", "--today", "soon")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("'soon' is not a date (YYYY-MM-DD)");
  }

  private static String clock(String exported) {
    Matcher endpoint = ENDPOINT.matcher(exported);
    assertThat(endpoint.find()).isTrue();
    URI uri = URI.create(endpoint.group(1) + "/_sandbox/clock");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

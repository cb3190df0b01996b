package dev.keyturn.demo.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.cli.ExitStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo, whole, over HTTP. */
class DemoTest {

  @Test
  void tellsTheWholeLifeOfAKey() {
    CommandFixture fixture = new CommandFixture();
    assertThat(fixture.keyturn("demo", "--users", "9", "--days", "30")).isEqualTo(ExitStatus.DONE);
    assertThat(fixture.err()).isEmpty();
    assertThat(fixture.out().lines().filter(line -> line.contains("  alice ")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("warned daily from now on", "58 days old"),
            line -> assertThat(line).contains("61 days old, is replaced by"),
            line -> assertThat(line).contains("· fetches the new key"),
            line -> assertThat(line).contains("72 days old, is deactivated"),
            line -> assertThat(line).contains("83 days old, is deleted"));
    assertThat(fixture.out())
        .contains("the new key was never used and its file is gone")
        .contains("the new key is inactive and the old one is active")
        .contains("there is no address any more")
        .contains("the old key is active again, its grace period restarts")
        .containsPattern(
            "Subject:  \\[keyturn] before [\\d-]+, alice: fetch your new AWS access key")
        .contains(" 0 failures.")
        .doesNotContain("FAILED", "legacy-ftp  ");
  }

  @Test
  void showsDailyAndWeeklyReminders() {
    assertThat(warnings("1", "warned daily from now on"))
        .isGreaterThan(2 * warnings("7", "warned every 7 days from now on"));
  }

  /** The number of warnings in 30 days. */
  private static long warnings(String remindEvery, String line) {
    CommandFixture desk = new CommandFixture();
    assertThat(desk.keyturn("demo", "--users", "9", "--days", "30", "--remind-every", remindEvery))
        .isEqualTo(ExitStatus.DONE);
    assertThat(desk.out()).contains(line).contains(" 0 failures.");
    return Long.parseLong(desk.out().replaceAll("(?s).* mails; (\\d+) warnings.*", "$1"));
  }

  @Test
  void tellsHowAnExposedKeyIsReplaced() {
    CommandFixture desk = new CommandFixture();
    assertThat(desk.keyturn("demo", "--users", "10", "--days", "20")).isEqualTo(ExitStatus.DONE);
    assertThat(desk.out().lines().filter(line -> line.contains("  heidi ")).toList())
        .anySatisfy(line -> assertThat(line).contains("· pushes a key to a public repository"))
        .anySatisfy(line -> assertThat(line).contains("held", "quarantined the user"))
        .anySatisfy(line -> assertThat(line).contains("· the administrator orders"))
        .anySatisfy(line -> assertThat(line).contains("is replaced by", "goes off at once"))
        .anySatisfy(line -> assertThat(line).contains("· gets the new key"))
        .anySatisfy(line -> assertThat(line).contains("is deleted"));
  }

  @Test
  void tellsWhatPlanRunAndDigestSayOfAnExposedKeyThatIsReplacedAtOnce() {
    CommandFixture desk = new CommandFixture();
    assertThat(desk.keyturn("demo", "--users", "10", "--days", "8", "--rotate-exposed"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(desk.out().lines().filter(line -> line.contains("  heidi ")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("· pushes a key to a public repository"),
            line -> assertThat(line).contains("keyturn plan says: rotate, COMPROMISED: "),
            line -> assertThat(line).contains("is replaced by", "goes off at once"),
            line ->
                assertThat(line).contains("s3://corp-keyturn/credential/!administrators/heidi_"),
            line -> assertThat(line).contains("· gets the new key from the administrator"));
    assertThat(desk.out())
        .contains("The digest of the day on which an exposed key was replaced, in full.")
        .contains("To:       security@corp.example");
  }

  @Test
  void tellsHowAKeyIsReplacedAheadOfScheduleWhichEventsThereAreAndWhatReplacesKeys() {
    CommandFixture desk = new CommandFixture();
    assertThat(desk.keyturn("demo", "--users", "11", "--days", "10")).isEqualTo(ExitStatus.DONE);
    assertThat(desk.out().lines().filter(line -> line.contains("  ivan ")).toList())
        .anySatisfy(line -> assertThat(line).contains("· asks", "keyturn rotate ivan"))
        .anySatisfy(line -> assertThat(line).contains("is replaced by", "ahead of schedule"))
        .anySatisfy(line -> assertThat(line).contains("· fetches the new key"));
    assertThat(desk.out().lines().filter(line -> line.contains("EventBridge gets")).toList())
        .doesNotHaveDuplicates()
        .anySatisfy(line -> assertThat(line).endsWith("'Keyturn Key Rotated' about ci-deploy"))
        .anySatisfy(line -> assertThat(line).endsWith("'Keyturn User Held' about frank"));
    assertThat(desk.out())
        .contains(
            "can replace the key of ci-deploy, last used 200 days ago by s3: none: delete the key")
        .contains(": role, or IAM Roles Anywhere outside of AWS");
  }

  @Test
  void tellsWhatOtherSettingsDo() {
    CommandFixture desk = new CommandFixture();
    assertThat(
            desk.keyturn(
                "demo",
                "--users",
                "9",
                "--days",
                "30",
                "--set",
                "UNUSED_DAYS=45",
                "--set",
                "MAX_OVERDUE_DAYS=90",
                "--set",
                "NO_ACTION_ON=2026-11-25..2026-12-10"))
        .as(desk.err())
        .isEqualTo(ExitStatus.DONE);
    assertThat(desk.out().lines().filter(line -> line.contains("  ci-deploy ")).toList())
        .anySatisfy(line -> assertThat(line).contains("nothing uses key"))
        .anySatisfy(line -> assertThat(line).contains("deactivate is due, not begun: NO_ACTION_ON"))
        .noneSatisfy(line -> assertThat(line).contains("is replaced by"));
    assertThat(desk.out().lines().filter(line -> line.contains("  carol ")).toList())
        .as("carol has more time")
        .noneSatisfy(line -> assertThat(line).contains("is replaced by"));
  }

  @Test
  void showsADayOfAnOrganization() {
    CommandFixture desk = new CommandFixture();
    assertThat(desk.keyturn("demo", "--accounts", "8")).isEqualTo(ExitStatus.DONE);
    assertThat(desk.err()).isEmpty();
    assertThat(desk.out())
        .contains("An organization of 8 AWS accounts", "8 accounts: ", "Nothing was changed.")
        .containsPattern("legacy +denied")
        .containsPattern("payments +lost +the process ended and left no result")
        .containsPattern("payments +acted +rotate 2")
        .contains(
            "2 users warned; keys: 1 replaced, 0 deactivated, 0 deleted; to look at: 2 accounts.",
            "2 users warned; keys: 2 replaced, 0 deactivated, 0 deleted; to look at: 1 account.");
  }

  @Test
  void refusesACompanyThatIsTooLarge() {
    CommandFixture fixture = new CommandFixture();
    assertThat(fixture.keyturn("demo", "--users", "5001")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("--users goes from 1 to 5000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --set UNUSED_DAYS=90  | --set: UNUSED_DAYS
          demo --set UNUSED_DAYS     | UNUSED_DAYS
          demo --set SES_EMAIL=a@b.c | --set does not take SES_EMAIL; it takes DEACTIVATE_DAYS, DELETION_DAYS,
          demo --accounts 8 --set UNUSED_DAYS=45 | --set is for the demo of one account
          demo --port 0              | --port is for the page, so it requires --web
          demo --web --users 51      | with --web, --users goes from 1 to 50, --days from 1 to 200
          demo --web --days 201      | with --web, --users goes from 1 to 50, --days from 1 to 200
          demo --web --port 65536    | --port must be from 0 to 65535, not 65536
          demo --web --port -1       | --port must be from 0 to 65535, not -1
          demo --users 5000          | 5000 users over 100 days would take hours; --users times --days goes to 100000, such as --users 5000 --days 20
          demo --accounts 7          | --accounts goes from 8 to 200
          demo --web --accounts 51   | with --web, --accounts goes from 8 to 50
          demo --remind-every 0      | --remind-every must be from 1 to 365, not 0
          demo --remind-every 366    | --remind-every must be from 1 to 365, not 366
          demo --users 9 --rotate-exposed | --rotate-exposed needs 10 users or more
          demo --days 0              | --users goes from 1 to 5000, --days from 1 to 1000
          """)
  void refusesWhatAPageCannotBe(String line, String why) {
    CommandFixture fixture = new CommandFixture();
    assertThat(fixture.keyturn(line.split(" ", -1))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains(why);
    assertThat(fixture.out()).isEmpty();
  }

  @Test
  void servesThePageAtTheAddressThatItPrintsUntilItIsInterrupted() {
    CommandFixture fixture = new CommandFixture();
    List<String> seen = new ArrayList<>();
    assertThat(
            fixture.keyturn(
                new InterruptedMachine(() -> seen.add(read(fixture.out()))), "demo", "--web"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(fixture.out()).matches("http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/\\R");
    assertThat(fixture.err()).contains("Ctrl-C ends the demo");
    assertThat(seen).singleElement().asString().contains("<title>Keyturn: the demo</title>");
    assertThatThrownBy(() -> read(fixture.out())).hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void saysSoWhereThePortOfThePageIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CommandFixture fixture = new CommandFixture();
      String port = String.valueOf(taken.getLocalPort());
      assertThat(fixture.keyturn("demo", "--web", "--port", port))
          .isEqualTo(ExitStatus.CANNOT_BEGIN);
      assertThat(fixture.err()).contains("port " + port + " cannot be served on", "Try --port 0.");
    }
  }

  private static String read(String address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(address.strip())).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

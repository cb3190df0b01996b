package dev.keyturn.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page shows and does, by what its server answers. */
class DemoPageTest {
  private PageClient client;

  @BeforeEach
  void open() throws IOException, UnusableTemplates {
    client = new PageClient(9);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void showsACompanyBeforeTheFirstRun() {
    Json.Obj state = client.json("api/state");
    assertThat(state.number("day")).contains(0.0);
    assertThat(state.objects("users")).hasSize(9);
    assertThat(state.list("mails")).isEmpty();
    assertThat(state.list("files")).isEmpty();
    assertThat(state.list("happenings")).isEmpty();
  }

  @Test
  void livesTheDaysUntilTheOneThatIsWanted() {
    client.liveUntil(3);
    Json.Obj state = client.json("api/state");
    assertThat(state.number("day")).contains(3.0);
    assertThat(state.flag("busy")).contains(false);
    assertThat(client.story())
        .contains("[3, rotate, alice, key …24VD, 61 days old, is replaced by");
    assertThat(user("alice").objects("keys"))
        .extracting(key -> key.text("by").orElseThrow())
        .containsExactly("before", "keyturn");
    assertThat(state.object("calls").list("3")).isNotEmpty();
    assertThat(client.json("api/calls/3").objects("calls"))
        .extracting(call -> call.text("action").orElseThrow())
        .contains("CreateAccessKey", "PutObject", "SendEmail");
  }

  @Test
  void remembersHowItStoodOnEachDay() {
    client.liveUntil(25);
    Json.Obj old = user("alice").objects("keys").getFirst();
    assertThat(old.list("steps")).asString().isEqualTo("[[-58, Active], [14, Inactive]]");
    assertThat(old.number("gone")).contains(25.0);
    assertThat(old.text("goneBy")).contains("keyturn");
  }

  @Test
  void keepsSecretsOutOfEverythingButTheFileThatIsAskedFor() {
    client.liveUntil(3);
    String key = newKeyOf("alice");
    String file = fileOf("alice", key);
    String secret = file.strip().substring(file.strip().lastIndexOf(',') + 1);
    assertThat(secret).hasSize(40);
    assertThat(file).startsWith("UserName,AccessKeyId,SecretAccessKey");
    StringBuilder all = new StringBuilder(client.get("api/state").body());
    for (int mail = 0; mail < client.json("api/state").list("mails").size(); mail++) {
      all.append(client.get("api/mails/" + mail).body()).append(client.get("mail/" + mail).body());
    }
    for (int day = 0; day <= 3; day++) {
      all.append(client.get("api/calls/" + day).body());
    }
    assertThat(all).contains(key).doesNotContain(secret);
  }

  @Test
  void aVisitorCanBeAnOwner() {
    client.liveUntil(3);
    assertThat(client.post("api/act", act("alice", "fetch", "")).body())
        .contains("SecretAccessKey", newKeyOf("alice"));
    String old = user("alice").objects("keys").getFirst().text("id").orElseThrow();
    client.post("api/act", act("alice", "off", old));
    client.post("api/act", act("alice", "delete", old));
    client.post("api/act", act("alice", "make", ""));
    assertThat(user("alice").flag("yours")).contains(true);
    assertThat(user("alice").objects("keys"))
        .extracting(
            key -> key.text("by").orElseThrow() + ", then " + key.text("goneBy").orElse("there"))
        .containsExactly("before, then you", "keyturn, then there", "you, then there");
    client.liveUntil(4);
    assertThat(client.story()).contains("[4, clear, alice, the record is cleared");
  }

  @Test
  void anInterruptedRunIsRepairedByTheNext() {
    client.post("api/cut", "{\"where\": \"created\"}");
    assertThat(client.json("api/pulse").text("cut")).contains("created");
    client.liveUntil(1);
    assertThat(client.story())
        .contains("[1, cut, , The run was interrupted right after a new key was made");
    assertThat(client.json("api/pulse").text("cut")).contains("");
    List<Json.Obj> files = client.json("api/state").objects("files");
    assertThat(files).noneMatch(file -> file.text("key").orElseThrow().startsWith("credential/"));

    client.liveUntil(2);
    assertThat(client.story())
        .containsPattern(
            "is replaced by ….{4}\\. Repaired: a rotation was cut off and the secret of its new key"
                + " is lost, so ….{4} is deleted");
    for (String user : List.of("dave", "frank", "grace", "ci-deploy")) {
      assertThat(fileOf(user, newKeyOf(user))).contains(newKeyOf(user));
    }
  }

  @Test
  void aFaultStaysUntilItIsSwitchedOff() {
    client.post("api/break", "{\"what\": \"create\"}");
    client.liveUntil(2);
    assertThat(client.story())
        .contains("[2, failed, ")
        .contains("CreateAccessKey")
        .doesNotContain("is replaced by");
    assertThat(client.json("api/pulse").texts("broken")).containsExactly("create");
    client.post("api/mend", "{}");
    client.liveUntil(3);
    assertThat(client.json("api/pulse").texts("broken")).isEmpty();
    assertThat(client.story()).contains("is replaced by");
  }

  @Test
  void aRunThatCannotBeginIsToldAndLosesNothing() {
    client.post("api/break", "{\"what\": \"down\"}");
    client.liveUntil(1);
    assertThat(client.story()).contains("The run could not begin; nothing was changed.");
    client.post("api/mend", "{}");
    client.liveUntil(2);
    assertThat(client.story()).contains("[2, rotate, dave");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          live  | {"day": 101}                              | The timeline goes from day 0 to day 100; 101 is not on it.
          live  | {"day": -1}                               | -1 is not on it
          live  | {"day": 2.5}                              | Say until which day
          live  | {"day": "x"}                              | Say until which day
          live  | {                                         | not JSON
          live  | []                                        | not a JSON object
          act   | {"do": "make"}                            | lacks "user"
          act   | {"user": "missing", "do": "make"}          | There is no user 'missing' here.
          act   | {"user": "alice", "do": "dance"}          | 'dance' is not an action of an owner
          act   | {"user": "alice", "do": "delete"}         | Say which key.
          act   | {"user": "alice", "do": "off", "key":"K"} | The Access Key with id K cannot be found
          act   | {"user": "alice", "do": "fetch"}          | There is no file for alice's newest key
          act   | {"user": "erin", "do": "make"}            | Cannot exceed quota
          file  | {"key": "credential/x"}                   | The specified key does not exist
          break | {"what": "everything"}                    | 'everything' is not a known fault; known are [throttle,
          cut   | {"where": "later"}                        | 'later' is not a point at which a run can be interrupted; known are [created,
          dance | {}                                        | Known here:
          """)
  void namesWhatItCannotDo(String action, String body, String why) {
    assertThat(client.post("api/" + action, body))
        .satisfies(reply -> assertThat(reply.statusCode()).isIn(400, 404))
        .satisfies(
            reply ->
                assertThat(reply.body())
                    .startsWith("{\"error\":")
                    .contains(why.replace("\"", "\\\"")));
  }

  @Test
  void timeDoesNotRunBackward() {
    client.liveUntil(2);
    assertThat(client.post("api/live", "{\"day\": 1}").body())
        .contains("Day 1 is over. Time only moves forward");
  }

  @ParameterizedTest
  @CsvSource({"api/mails/99", "api/mails/x", "api/calls/-1"})
  void namesWhatIsNotThere(String path) {
    assertThat(client.get(path).statusCode()).isEqualTo(400);
    assertThat(client.get(path).body()).contains("error");
  }

  private Json.Obj user(String name) {
    return client.json("api/state").objects("users").stream()
        .filter(user -> user.text("name").orElseThrow().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String newKeyOf(String user) {
    return user(user).objects("keys").getLast().text("id").orElseThrow();
  }

  private String fileOf(String user, String key) {
    String name = "credential/%s/%s_%s.csv".formatted(user, user, key);
    return Json.object(Bytes.of(client.post("api/file", "{\"key\": \"" + name + "\"}").body()))
        .text("text")
        .orElse("");
  }

  private static String act(String user, String what, String key) {
    return Json.write(Map.of("user", user, "do", what, "key", key));
  }
}

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
  private Guest guest;

  @BeforeEach
  void open() throws IOException, UnusableTemplates {
    guest = new Guest(9);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void showsACompanyBeforeTheFirstRun() {
    Json.Obj state = guest.json("api/state");
    assertThat(state.number("day")).contains(0.0);
    assertThat(state.objects("users")).hasSize(9);
    assertThat(state.list("mails")).isEmpty();
    assertThat(state.list("files")).isEmpty();
    assertThat(state.list("happenings")).isEmpty();
  }

  @Test
  void livesTheDaysUntilTheOneThatIsWanted() {
    guest.liveUntil(3);
    Json.Obj state = guest.json("api/state");
    assertThat(state.number("day")).contains(3.0);
    assertThat(state.flag("busy")).contains(false);
    assertThat(guest.story()).contains("[3, rotate, alice, key …24VD, 61 days old, is replaced by");
    assertThat(user("alice").objects("keys"))
        .extracting(key -> key.text("by").orElseThrow())
        .containsExactly("before", "keyturn");
    assertThat(state.object("calls").list("3")).isNotEmpty();
    assertThat(guest.json("api/calls/3").objects("calls"))
        .extracting(call -> call.text("action").orElseThrow())
        .contains("CreateAccessKey", "PutObject", "SendEmail");
  }

  @Test
  void remembersHowItStoodOnEachDay() {
    guest.liveUntil(25);
    Json.Obj old = user("alice").objects("keys").getFirst();
    assertThat(old.list("steps")).asString().isEqualTo("[[-58, Active], [14, Inactive]]");
    assertThat(old.number("gone")).contains(25.0);
    assertThat(old.text("goneBy")).contains("keyturn");
  }

  @Test
  void keepsSecretsOutOfEverythingButTheFileThatIsAskedFor() {
    guest.liveUntil(3);
    String key = newKeyOf("alice");
    String file = fileOf("alice", key);
    String secret = file.strip().substring(file.strip().lastIndexOf(',') + 1);
    assertThat(secret).hasSize(40);
    assertThat(file).startsWith("UserName,AccessKeyId,SecretAccessKey");
    StringBuilder all = new StringBuilder(guest.get("api/state").body());
    for (int mail = 0; mail < guest.json("api/state").list("mails").size(); mail++) {
      all.append(guest.get("api/mails/" + mail).body()).append(guest.get("mail/" + mail).body());
    }
    for (int day = 0; day <= 3; day++) {
      all.append(guest.get("api/calls/" + day).body());
    }
    assertThat(all).contains(key).doesNotContain(secret);
  }

  @Test
  void aVisitorCanBeAnOwner() {
    guest.liveUntil(3);
    assertThat(guest.post("api/act", act("alice", "fetch", "")).body())
        .contains("SecretAccessKey", newKeyOf("alice"));
    String old = user("alice").objects("keys").getFirst().text("id").orElseThrow();
    guest.post("api/act", act("alice", "off", old));
    guest.post("api/act", act("alice", "delete", old));
    guest.post("api/act", act("alice", "make", ""));
    assertThat(user("alice").flag("yours")).contains(true);
    assertThat(user("alice").objects("keys"))
        .extracting(
            key -> key.text("by").orElseThrow() + ", then " + key.text("goneBy").orElse("there"))
        .containsExactly("before, then you", "keyturn, then there", "you, then there");
    guest.liveUntil(4);
    assertThat(guest.story()).contains("[4, clear, alice, the record is cleared");
  }

  @Test
  void anInterruptedRunIsRepairedByTheNext() {
    guest.post("api/cut", "{\"where\": \"created\"}");
    assertThat(guest.json("api/pulse").text("cut")).contains("created");
    guest.liveUntil(1);
    assertThat(guest.story())
        .contains("[1, cut, , The run was interrupted right after a new key was made");
    assertThat(guest.json("api/pulse").text("cut")).contains("");
    List<Json.Obj> files = guest.json("api/state").objects("files");
    assertThat(files).noneMatch(file -> file.text("key").orElseThrow().startsWith("credential/"));

    guest.liveUntil(2);
    assertThat(guest.story())
        .containsPattern(
            "is replaced by ….{4}\\. Repaired: a rotation was cut off and the secret of its new key"
                + " is lost, so ….{4} is deleted");
    for (String user : List.of("dave", "frank", "grace", "ci-deploy")) {
      assertThat(fileOf(user, newKeyOf(user))).contains(newKeyOf(user));
    }
  }

  @Test
  void aFaultStaysUntilItIsSwitchedOff() {
    guest.post("api/break", "{\"what\": \"create\"}");
    guest.liveUntil(2);
    assertThat(guest.story())
        .contains("[2, failed, ")
        .contains("CreateAccessKey")
        .doesNotContain("is replaced by");
    assertThat(guest.json("api/pulse").texts("broken")).containsExactly("create");
    guest.post("api/mend", "{}");
    guest.liveUntil(3);
    assertThat(guest.json("api/pulse").texts("broken")).isEmpty();
    assertThat(guest.story()).contains("is replaced by");
  }

  @Test
  void aRunThatCannotBeginIsToldAndLosesNothing() {
    guest.post("api/break", "{\"what\": \"down\"}");
    guest.liveUntil(1);
    assertThat(guest.story()).contains("The run could not begin; nothing was changed.");
    guest.post("api/mend", "{}");
    guest.liveUntil(2);
    assertThat(guest.story()).contains("[2, rotate, dave");
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
    assertThat(guest.post("api/" + action, body))
        .satisfies(reply -> assertThat(reply.statusCode()).isIn(400, 404))
        .satisfies(
            reply ->
                assertThat(reply.body())
                    .startsWith("{\"error\":")
                    .contains(why.replace("\"", "\\\"")));
  }

  @Test
  void timeDoesNotRunBackward() {
    guest.liveUntil(2);
    assertThat(guest.post("api/live", "{\"day\": 1}").body())
        .contains("Day 1 is over. Time only moves forward");
  }

  @ParameterizedTest
  @CsvSource({"api/mails/99", "api/mails/x", "api/calls/-1"})
  void namesWhatIsNotThere(String path) {
    assertThat(guest.get(path).statusCode()).isEqualTo(400);
    assertThat(guest.get(path).body()).contains("error");
  }

  private Json.Obj user(String name) {
    return guest.json("api/state").objects("users").stream()
        .filter(user -> user.text("name").orElseThrow().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String newKeyOf(String user) {
    return user(user).objects("keys").getLast().text("id").orElseThrow();
  }

  private String fileOf(String user, String key) {
    String name = "credential/%s/%s_%s.csv".formatted(user, user, key);
    return Json.object(Bytes.of(guest.post("api/file", "{\"key\": \"" + name + "\"}").body()))
        .text("text")
        .orElse("");
  }

  private static String act(String user, String what, String key) {
    return Json.write(Map.of("user", user, "do", what, "key", key));
  }
}

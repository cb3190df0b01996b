package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.objects.Condition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control interface, which replaces the console. */
final class ControlOverHttpTest {
  private final Clients clients = new Clients();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void theControlInterfaceCreatesSwitchesAndDeletesKeys() {
    clients.control("POST", "users", "{\"users\": [{\"name\": \"alice\"}]}");
    String made = clients.control("POST", "keys", "{\"user\": \"alice\", \"do\": \"create\"}");
    assertThat(made).contains("\"secret\":");
    String id = Json.object(Bytes.of(made)).text("id").orElseThrow();
    turn("deactivate", id);
    assertThat(clients.control("GET", "users", "")).contains(id, "Inactive");
    turn("activate", id);
    assertThat(clients.control("GET", "users", "")).contains(id).doesNotContain("Inactive");
    turn("delete", id);
    assertThat(clients.control("GET", "users", "")).doesNotContain(id);
    assertThat(turn("dance", id)).contains("not to be done: dance; known are create, activate");
  }

  private String turn(String what, String id) {
    return clients.control(
        "POST", "keys", Json.write(Map.of("user", "alice", "do", what, "id", id)));
  }

  @Test
  void objectsAreListedWithoutContentsAndReadOneByOne() {
    clients.sandbox.account().buckets().create("corp", "eu-west-1");
    clients
        .sandbox
        .account()
        .buckets()
        .put("corp", "a/b.csv", Bytes.of("precious"), Map.of(), new Condition.None());
    assertThat(clients.control("GET", "objects", ""))
        .contains("\"bucket\":\"corp\",\"key\":\"a/b.csv\",\"size\":8")
        .doesNotContain("precious");
    assertThat(object("read")).isEqualTo("{\"text\":\"precious\"}");
    assertThat(object("move")).contains("not to be done: move; known are read or delete");
    object("delete");
    assertThat(clients.control("GET", "objects", "")).isEqualTo("{\"objects\":[]}");
  }

  private String object(String what) {
    return clients.control(
        "POST", "object", Json.write(Map.of("bucket", "corp", "key", "a/b.csv", "do", what)));
  }
}

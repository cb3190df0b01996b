package dev.keyturn.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.sandbox.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page shows of a user whose key AWS found in public: heidi, on day 4. */
class ExposedKeyPageTest {
  @Test
  void aRunReplacesTheKeyAtOnceIfTheInstallationSaysSo() throws IOException, UnusableTemplates {
    try (PageClient client = new PageClient(10, Map.of("ON_EXPOSED", "rotate"))) {
      client.liveUntil(4);
      String file = fileToHandOver(client);
      assertThat(client.story().lines().filter(line -> line.contains(", heidi, ")))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("[4, owner, ").contains("AWS finds it"),
              line -> assertThat(line).startsWith("[4, plan, ").contains("rotate, COMPROMISED"),
              line -> assertThat(line).startsWith("[4, rotate, ").contains("goes off at once"),
              line -> assertThat(line).startsWith("[4, digest, ").endsWith("/" + file + "' .]"));
      List<?> digest =
          client.json("api/state").list("mails").stream()
              .map(mail -> (List<?>) mail)
              .filter(mail -> mail.get(1).equals("security@corp.example"))
              .findFirst()
              .orElseThrow();
      int number = client.json("api/state").list("mails").indexOf(digest);
      assertThat(client.json("api/mails/" + number).text("text").orElseThrow()).contains(file);

      client.liveUntil(8);
      assertThat(client.story()).contains("gets the new key from the administrator");
      assertThat(client.story()).doesNotContain("the administrator orders");
    }
  }

  @Test
  void otherwiseTheUserIsHeldUntilAnAdministratorOrdersIt() throws IOException, UnusableTemplates {
    try (PageClient client = new PageClient(10)) {
      client.liveUntil(6);
      assertThat(client.story()).contains("[4, hold, heidi, held").doesNotContain(", digest, ");
      client.liveUntil(7);
      assertThat(client.story())
          .contains("the administrator orders", "[7, plan, heidi, ")
          .contains("[7, digest, heidi, ", fileToHandOver(client));
    }
  }

  @Test
  void theStoryShowsAnOrderEachKindOfEventAndTheWaysOffKeysOnce()
      throws IOException, UnusableTemplates {
    try (PageClient client = new PageClient(11)) {
      client.liveUntil(6);
      assertThat(client.story())
          .contains("[6, owner, ivan, asks for another key", "[6, rotate, ivan, ")
          .contains("[1, way off, , ")
          .containsOnlyOnce("'Keyturn Key Rotated' about ");
    }
  }

  private static String fileToHandOver(PageClient client) {
    return client.json("api/state").objects("files").stream()
        .map((Json.Obj file) -> file.text("key").orElseThrow())
        .filter(key -> key.startsWith("credential/!administrators/heidi_"))
        .findFirst()
        .orElseThrow();
  }
}

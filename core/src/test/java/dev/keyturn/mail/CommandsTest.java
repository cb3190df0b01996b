package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.template.Samples;
import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void bindsANameThatLooksLikeAnOption() {
    assertThat(Commands.create(new UserName("-rf")))
        .isEqualTo("aws iam create-access-key --user-name=\"-rf\"");
  }

  @Test
  void refusesAnArgumentThatAShellWouldExpand() {
    for (String key : new String[] {"a$HOME", "a`b", "a\"b", "a\\b", "a!b", "a%PATH%", "a\nb"}) {
      FilePlace file = new FilePlace("bucket", key, "eu-central-1", "aws", new Expiry.Unknown());
      assertThatThrownBy(() -> Commands.fetch(file))
          .hasMessageContaining("not safe in every shell");
    }
  }

  @Test
  void runsAsItStandsInAPosixShell() throws Exception {
    String command = Commands.switchOff(new UserName("a.b+c=d,e@f-g_h"), Samples.OLD);
    Process shell =
        new ProcessBuilder("sh", "-c", "aws() { printf '%s|' \"$@\"; }; " + command).start();
    assertThat(
            new String(
                shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "iam|update-access-key|--user-name|a.b+c=d,e@f-g_h|--access-key-id|"
                + Samples.OLD
                + "|--status|Inactive|");
  }
}

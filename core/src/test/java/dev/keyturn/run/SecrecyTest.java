package dev.keyturn.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.Mail;
import dev.keyturn.run.Weather.Fate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A secret appears in the hand-over object and nowhere else. */
class SecrecyTest {
  private static final String SECRET = "SeCrEt/of+AKIA000000000002";

  @Test
  void aSecretStandsInItsObjectAndInNoMailEventRowOrFailure() {
    for (Fate fate : Fate.values()) {
      for (int k = 1; k <= 15; k++) {
        Lab lab = Lab.rotationDue();
        List<String> said = new ArrayList<>();
        try {
          Lab.Done done = lab.apply(Weather.at(k, fate));
          said.add(done.report().toString());
          said.add(done.calls());
        } catch (Throwable t) {
          StringWriter trace = new StringWriter();
          t.printStackTrace(new PrintWriter(trace));
          said.add(trace.toString());
        }
        said.addAll(lab.events.stream().map(Event::toString).toList());
        said.addAll(lab.aws.mails.stream().map(Mail::toString).toList());
        said.addAll(lab.aws.objects.keySet());
        said.add(lab.aws.now(Lab.ALICE).toString());
        assertThat(said)
            .as("%s call %d", fate, k)
            .isNotEmpty()
            .noneMatch(s -> s.contains("SeCrEt"));
      }
    }
  }

  @Test
  void theObjectHoldsTheSecretOfItsKey() {
    Lab lab = Lab.rotationDue();
    lab.apply();
    assertThat(lab.aws.objects).hasSize(1);
    lab.aws.objects.forEach(
        (name, content) -> {
          assertThat(name).isEqualTo("credential/alice/alice_AKIA000000000002.csv");
          assertThat(new String(content, UTF_8)).contains("alice,AKIA000000000002," + SECRET);
        });
  }

  @Test
  void nothingThatCarriesASecretPrintsIt() {
    Lab lab = Lab.rotationDue();
    Keys.Creation made = lab.aws.create(Lab.ALICE);
    assertThat(made).isInstanceOf(Keys.Creation.Made.class);
    assertThat(made.toString()).contains("(secret)").doesNotContain("SeCrEt");
  }
}

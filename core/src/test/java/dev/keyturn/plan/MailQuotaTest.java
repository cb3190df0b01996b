package dev.keyturn.plan;

import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Allowance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many mails belong to a user, and who waits where SES takes fewer. */
class MailQuotaTest {
  private static final Given WITH_OLD_KEY = alice().active(OLD, 99);

  private static Plan.Due rotated(Given user, Stage stage) {
    return new Plan.Due(user.withNotes(), new Rotate(Reason.Rotate.COMPROMISED, OLD, stage));
  }

  private static Plan.Due warned() {
    return new Plan.Due(WITH_OLD_KEY.withNotes(), new Warn(Reason.Warn.WARNING, List.of()));
  }

  @Test
  void aCompromisedKeyIsReplacedAndDeactivatedWhichAreTwoMails() {
    Given compromised = WITH_OLD_KEY.ordered(true);
    assertThat(MailQuota.mails(rotated(compromised, new Stage.Begin()))).isEqualTo(2);
    assertThat(MailQuota.mails(rotated(compromised, new Stage.Announce(NEW)))).isEqualTo(2);
    assertThat(MailQuota.mails(rotated(WITH_OLD_KEY.ordered(false), new Stage.Begin())))
        .isEqualTo(1);
    assertThat(MailQuota.mails(rotated(WITH_OLD_KEY, new Stage.Begin()))).isEqualTo(1);
    assertThat(
            MailQuota.mails(
                new Plan.Due(
                    compromised.withNotes(),
                    new Deactivate(
                        Reason.Deactivate.SHUT_OUT, OLD, DeactivationStep.DEACTIVATING))))
        .isEqualTo(1);
    assertThat(
            MailQuota.mails(
                new Plan.Due(compromised.withNotes(), new Clear(Reason.Clear.OLD_KEY_GONE))))
        .isZero();
    assertThat(MailQuota.mails(List.of(rotated(compromised, new Stage.Begin()), warned())))
        .isEqualTo(3);
  }

  @Test
  void aUserWaitsUnlessAllMailsAreTaken() {
    Plan.Due two = rotated(WITH_OLD_KEY.ordered(true), new Stage.Begin());
    List<Plan.Due> due = List.of(warned(), two);
    assertThat(MailQuota.deferred(due, new Allowance.Known(1, 3))).isEmpty();
    assertThat(MailQuota.deferred(due, new Allowance.Known(1, 2)))
        .containsExactly(new Plan.Deferred(warned(), new Deferral.ByMailQuota(2)));
    assertThat(MailQuota.deferred(due, new Allowance.Known(1, 1)))
        .containsExactly(new Plan.Deferred(two, new Deferral.ByMailQuota(1)));
    assertThat(MailQuota.deferred(due, new Allowance.Paused())).hasSize(2);
    assertThat(MailQuota.deferred(due, new Allowance.Unknown("no answer"))).isEmpty();
    assertThat(MailQuota.deferred(due, new Allowance.Unknown("no answer", 2)))
        .containsExactly(new Plan.Deferred(warned(), new Deferral.ByMailQuota(2)));
  }
}

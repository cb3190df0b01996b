package dev.keyturn.facts;

import static dev.keyturn.policy.Given.ADDRESS;
import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.USED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Evidence.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evidence answers what was looked up, and nothing else. */
class EvidenceTest {
  private static final Finding.NewKey NEW_KEY = new Finding.NewKey(NEW, USED, StoredFile.CLAIM);
  private static final Finding OLD_KEY = new Finding.OldKey(OLD, NEVER);
  private static final Finding MAILBOX =
      new Finding.Address(ADDRESS, new Mailbox.Suppressed("COMPLAINT"));
  private static final Finding ACCESS = new Finding.Access(new FileAccess.Refused("no"));
  private static final Finding REPORTED = new Finding.Reported(OLD, USED);
  private static final Evidence ALL =
      Evidence.none().and(NEW_KEY).and(OLD_KEY).and(MAILBOX).and(ACCESS).and(REPORTED);

  @Test
  void answersWhatWasLookedUp() {
    assertThat(ALL.ofNewKey(NEW)).contains(NEW_KEY);
    assertThat(ALL.ofOldKey(OLD)).contains(NEVER);
    assertThat(ALL.reportedUse(OLD)).contains(USED);
    assertThat(ALL.access()).contains(new FileAccess.Refused("no"));
    assertThat(ALL.ofAddress(ADDRESS)).contains(new Mailbox.Suppressed("COMPLAINT"));
  }

  @Test
  void takesNoAnswerForThatToAnotherQuestion() {
    assertThat(ALL.ofNewKey(OLD)).isEmpty();
    assertThat(ALL.ofOldKey(NEW)).isEmpty();
    assertThat(ALL.reportedUse(NEW)).isEmpty();
    assertThat(ALL.ofAddress(new EmailAddress("bob@corp.example"))).isEmpty();
    assertThat(Evidence.none().ofNewKey(NEW)).isEmpty();
    assertThat(Evidence.none().ofOldKey(OLD)).isEmpty();
    assertThat(Evidence.none().ofAddress(ADDRESS)).isEmpty();
  }

  @Test
  void keepsOfAnEarlierLookWhetherMailsArriveAndWhatWasReportedButNoUseSeenAndNoFile() {
    assertThat(ALL.lasting()).isEqualTo(Evidence.none().and(MAILBOX).and(ACCESS).and(REPORTED));
    assertThat(Evidence.none().lasting()).isEqualTo(Evidence.none());
  }

  @Test
  void staysAsItWasWhateverIsFoundLater() {
    List<Finding> findings = new ArrayList<>(List.of(OLD_KEY));
    Evidence before = new Evidence(findings);
    findings.add(MAILBOX);
    assertThat(before.and(NEW_KEY).ofNewKey(NEW)).isPresent();
    assertThat(before.findings()).containsExactly(OLD_KEY);
  }
}

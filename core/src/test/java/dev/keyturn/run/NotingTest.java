package dev.keyturn.run;

import static dev.keyturn.run.Lab.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.Fingerprint;
import dev.keyturn.policy.KeyId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Notes of several runs at the same time. */
class NotingTest {
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Fingerprint FILE = new Fingerprint(112, Optional.of("9f86d0"));

  private static Noting noting(Lab lab) {
    Connection connection = new Connection(lab.aws, Weather.fine(), lab.world());
    Noting noting = new Noting(connection.ports().papers(), lab.events::add);
    noting.read(Lab.ACCOUNT);
    return noting;
  }

  @Test
  void aRunWhoseMailIsRefusedDoesNotTakeBackTheMailOfAnother() {
    Lab lab = new Lab().alice();
    Noting first = noting(lab);
    first.storing(ALICE, NEW, FILE, Lab.TODAY);
    first.announcing(NEW);
    Noting second = noting(lab);
    second.announcing(NEW);
    first.notAnnounced(NEW);
    first.keep();
    second.keep();
    assertThat(lab.notes().neverAnnounced(NEW)).isFalse();
    second.notAnnounced(NEW);
    second.keep();
    assertThat(lab.notes().neverAnnounced(NEW)).isTrue();
  }

  @Test
  void aMailAboutAFileThatAnotherRunStoredMeanwhileIsNotedToo() {
    Lab lab = new Lab().alice();
    Noting early = noting(lab);
    noting(lab).storing(ALICE, NEW, FILE, Lab.TODAY);
    early.announcing(NEW);
    assertThat(lab.notes().neverAnnounced(NEW)).isFalse();
  }
}

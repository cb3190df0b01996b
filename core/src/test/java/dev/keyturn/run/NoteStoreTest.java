package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Secret;
import dev.keyturn.state.NoteStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Notes of several runs at the same time. */
class NoteStoreTest {
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Fingerprint FILE = new Fingerprint(112, Optional.of("9f86d0"));

  private static NoteStore noting(AccountFixture lab) {
    Connection connection = new Connection(lab.aws, Weather.fine(), lab.runtime());
    NoteStore noting = new NoteStore(connection.ports().bucketObjects(), lab.events::add);
    noting.read(AccountFixture.ACCOUNT);
    return noting;
  }

  @Test
  void aRunWhoseMailIsRefusedDoesNotTakeBackTheMailOfAnother() {
    AccountFixture lab = new AccountFixture().alice();
    NoteStore first = noting(lab);
    first.storing(new HandOver(ALICE, NEW, new Secret("")), FILE, AccountFixture.TODAY);
    first.announcing(NEW);
    NoteStore second = noting(lab);
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
    AccountFixture lab = new AccountFixture().alice();
    NoteStore early = noting(lab);
    noting(lab).storing(new HandOver(ALICE, NEW, new Secret("")), FILE, AccountFixture.TODAY);
    early.announcing(NEW);
    assertThat(lab.notes().neverAnnounced(NEW)).isFalse();
  }
}

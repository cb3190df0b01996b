package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.CredentialStore.Put;
import dev.keyturn.port.Csv;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Secret;
import org.junit.jupiter.api.Test;

interface CredentialStoreContract extends Contract {
  private CredentialStore vault() {
    return stage().ports().vault();
  }

  private static HandOver handOver(String user, String key) {
    return new HandOver(new UserName(user), new KeyId(key), new Secret("s/e+c=ret"));
  }

  @Test
  default void theBucketWillDo() {
    assertThat(vault().check()).isEqualTo(new Answer.Yes());
  }

  @Test
  default void storesCredentialsUnderTheirName() {
    HandOver handOver = handOver("doe,jane", "AKIASTORESCREDENTIAL");
    assertThat(vault().look(handOver.user(), handOver.key())).isEmpty();
    assertThat(vault().store(handOver))
        .isInstanceOfSatisfying(
            Put.Stored.class, stored -> assertThat(stored.print()).isEqualTo(handOver.print()));
    assertThat(vault().expected(handOver)).isEqualTo(handOver.print());
    assertThat(vault().look(handOver.user(), handOver.key())).contains(handOver.print());
    assertThat(stage().object("credential/doe,jane/doe,jane_AKIASTORESCREDENTIAL.csv"))
        .isEqualTo(
            Csv.line("UserName", "AccessKeyId", "SecretAccessKey")
                + Csv.line("doe,jane", "AKIASTORESCREDENTIAL", "s/e+c=ret"));
  }

  @Test
  default void storesNothingOverCredentials() {
    HandOver handOver = handOver("alice", "AKIASTORESONCEONLY12");
    vault().store(handOver);
    assertThat(vault().store(handOver("alice", "AKIASTORESONCEONLY12")))
        .isEqualTo(new Put.Occupied());
    assertThat(vault().claim(handOver.user(), handOver.key())).isFalse();
    assertThat(vault().look(handOver.user(), handOver.key())).contains(handOver.print());
  }

  @Test
  default void storesNothingOverAClaim() {
    HandOver handOver = handOver("a.b+c=d,e@f-g_h", "AKIACLAIMEDBEFORE123");
    assertThat(vault().claim(handOver.user(), handOver.key())).isTrue();
    assertThat(vault().look(handOver.user(), handOver.key()))
        .get()
        .extracting(Fingerprint::length)
        .isEqualTo(0L);
    assertThat(vault().store(handOver)).isEqualTo(new Put.Occupied());
    assertThat(vault().claim(handOver.user(), handOver.key())).isFalse();
    assertThat(vault().look(handOver.user(), handOver.key()))
        .get()
        .extracting(Fingerprint::length)
        .isEqualTo(0L);
  }

  @Test
  default void tellsWhereAFileLies() {
    UserName user = new UserName("alice");
    FilePlace place =
        vault().place(user, new KeyId("AKIAIOSFODNN7EXAMPLE"), new FilePlace.Expiry.Unknown());
    assertThat(place.bucket()).isEqualTo(Stage.BUCKET);
    assertThat(place.key()).isEqualTo("credential/alice/alice_AKIAIOSFODNN7EXAMPLE.csv");
    assertThat(place.partition()).isEqualTo("aws");
  }
}

package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Delivery;
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
  private CredentialStore credentialStore() {
    return stage().ports().credentialStore();
  }

  private static HandOver handOver(String user, String key) {
    return new HandOver(new UserName(user), new KeyId(key), new Secret("s/e+c=ret"));
  }

  @Test
  default void theBucketWillDo() {
    assertThat(credentialStore().check()).isEqualTo(new Answer.Yes());
  }

  @Test
  default void storesCredentialsUnderTheirName() {
    HandOver handOver = handOver("doe,jane", "AKIASTORESCREDENTIAL");
    assertThat(credentialStore().look(handOver.user(), handOver.key())).isEmpty();
    assertThat(credentialStore().store(handOver))
        .isInstanceOfSatisfying(
            Put.Stored.class, stored -> assertThat(stored.print()).isEqualTo(handOver.print()));
    assertThat(credentialStore().expected(handOver)).isEqualTo(handOver.print());
    assertThat(credentialStore().look(handOver.user(), handOver.key())).contains(handOver.print());
    assertThat(stage().object("credential/doe,jane/doe,jane_AKIASTORESCREDENTIAL.csv"))
        .isEqualTo(
            Csv.line("UserName", "AccessKeyId", "SecretAccessKey")
                + Csv.line("doe,jane", "AKIASTORESCREDENTIAL", "s/e+c=ret"));
  }

  @Test
  default void storesNothingOverCredentials() {
    HandOver handOver = handOver("alice", "AKIASTORESONCEONLY12");
    credentialStore().store(handOver);
    assertThat(credentialStore().store(handOver("alice", "AKIASTORESONCEONLY12")))
        .isEqualTo(new Put.Occupied());
    assertThat(credentialStore().claim(handOver.user(), handOver.key())).isFalse();
    assertThat(credentialStore().look(handOver.user(), handOver.key())).contains(handOver.print());
  }

  @Test
  default void storesNothingOverAClaim() {
    HandOver handOver = handOver("a.b+c=d,e@f-g_h", "AKIACLAIMEDBEFORE123");
    assertThat(credentialStore().claim(handOver.user(), handOver.key())).isTrue();
    assertThat(credentialStore().look(handOver.user(), handOver.key()))
        .get()
        .extracting(Fingerprint::length)
        .isEqualTo(0L);
    assertThat(credentialStore().store(handOver)).isEqualTo(new Put.Occupied());
    assertThat(credentialStore().claim(handOver.user(), handOver.key())).isFalse();
    assertThat(credentialStore().look(handOver.user(), handOver.key()))
        .get()
        .extracting(Fingerprint::length)
        .isEqualTo(0L);
  }

  @Test
  default void tellsWhereAFileLies() {
    UserName user = new UserName("alice");
    FilePlace place =
        credentialStore()
            .place(
                HandOver.objectKey(user, new KeyId("AKIAIOSFODNN7EXAMPLE")),
                new FilePlace.Expiry.Unknown());
    assertThat(place.bucket()).isEqualTo(Stage.BUCKET);
    assertThat(place.key()).isEqualTo("credential/alice/alice_AKIAIOSFODNN7EXAMPLE.csv");
    assertThat(place.partition()).isEqualTo("aws");
  }

  @Test
  default void keepsAFileForAnAdministratorWhereNoOwnerReads() {
    UserName user = new UserName("handed.over");
    KeyId key = new KeyId("AKIAIOSFODNN7HANDOVR");
    HandOver file = new HandOver(user, key, new Secret("s".repeat(40)), Delivery.ADMINISTRATOR);
    assertThat(file.objectKey())
        .isEqualTo("credential/!administrators/handed.over_AKIAIOSFODNN7HANDOVR.csv");
    assertThat(credentialStore().store(file)).isInstanceOf(CredentialStore.Put.Stored.class);
    assertThat(credentialStore().look(user, key, Delivery.ADMINISTRATOR)).isPresent();
    assertThat(credentialStore().look(user, key)).isEmpty();
    assertThat(credentialStore().claim(user, key, Delivery.ADMINISTRATOR)).isFalse();
  }
}

package dev.keyturn.sandbox.account;

import static dev.keyturn.sandbox.account.AccountFixture.NOON;
import static dev.keyturn.sandbox.account.AccountFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.Lag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AccessKeysTest {
  private final AccountFixture fixture = new AccountFixture();
  private final AccessKeys keys = fixture.account.keys();

  @Test
  void aKeyHasAwssFormatAndDoesNotPrintItsSecret() {
    AccessKey key = keys.create("alice");
    assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secret().reveal()).hasSize(40);
    assertThat(key.toString()).doesNotContain(key.secret().reveal());
  }

  @Test
  void aThirdKeyIsRefusedEvenIfTheOthersAreInactive() {
    keys.update("alice", keys.create("alice").id(), AccessKey.Status.INACTIVE);
    keys.create("alice");
    assertRefused("LimitExceeded", 409, () -> keys.create("alice"));
  }

  @Test
  void deactivatingAndActivatingAKeyKeepsItsCreationDate() {
    AccessKey key = keys.create("alice");
    fixture.clock.advance(Duration.ofDays(3));
    keys.update("alice", key.id(), AccessKey.Status.INACTIVE);
    assertThat(fixture.account.signer(key.id())).isEmpty();
    assertThat(keys.list("alice").getFirst().activated()).isEqualTo(NOON);
    fixture.clock.advance(Duration.ofDays(1));
    keys.update("alice", key.id(), AccessKey.Status.ACTIVE);
    assertThat(keys.list("alice").getFirst().created()).isEqualTo(NOON);
    assertThat(keys.list("alice").getFirst().activated()).isEqualTo(NOON.plus(Duration.ofDays(4)));
    assertThat(fixture.account.signer(key.id())).isPresent();
  }

  @Test
  void anotherUsersKeyIsNotFound() {
    fixture.account.users().create("bob", "/", List.of());
    AccessKey key = keys.create("alice");
    assertRefused("NoSuchEntity", 404, () -> keys.delete("bob", key.id()));
    assertRefused("ValidationError", 400, () -> AccessKey.Status.of("Expired"));
  }

  @Test
  void theLastUseOfAKeyIsRecorded() {
    AccessKey key = keys.create("alice");
    assertThat(keys.find(key.id()).lastUse()).isEqualTo(new LastUse.Never());
    fixture.account.recordUse(key.id(), "eu-west-1", "s3");
    assertThat(keys.find(key.id()).lastUse()).isEqualTo(new LastUse.At(NOON, "eu-west-1", "s3"));
  }

  @Test
  void onlyTwoSimultaneousCreationsSucceed() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 20)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                keys.create("alice");
                                made.incrementAndGet();
                              } catch (AwsRefusal refusal) {
                                assertThat(refusal.code()).isEqualTo("LimitExceeded");
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(made).hasValue(AccessKeys.MOST);
    assertThat(keys.list("alice")).hasSize(AccessKeys.MOST);
  }

  @Test
  void readsLagBehindWritesWhileLimitsDoNot() {
    fixture.account.lag(Lag.of(Duration.ofSeconds(10)));
    AccessKey first = keys.create("alice");
    AccessKey second = keys.create("alice");
    fixture.account.users().tag("alice", List.of(new Tag("k", "v")));
    assertThat(keys.list("alice")).isEmpty();
    assertThat(fixture.account.users().get("alice").tags()).isEqualTo(Tags.NONE);
    assertRefused("LimitExceeded", 409, () -> keys.create("alice"));

    fixture.clock.advance(Duration.ofSeconds(10));
    assertThat(keys.list("alice"))
        .extracting(AccessKey::id)
        .containsExactly(first.id(), second.id());
    assertThat(fixture.account.users().get("alice").tags().all()).hasSize(1);

    keys.delete("alice", first.id());
    assertThat(keys.list("alice")).hasSize(2);
    assertThat(keys.create("alice").active()).isTrue();
    fixture.clock.advance(Duration.ofSeconds(10));
    assertThat(keys.list("alice")).hasSize(2).extracting(AccessKey::id).doesNotContain(first.id());
  }

  @Test
  void eachEntityLagsIndependently() {
    fixture.account.lag(new Lag(Duration.ZERO, Duration.ofSeconds(60)));
    boolean tagFirst = false;
    boolean keyFirst = false;
    for (int i = 0; i < 50; i++) {
      String name = "user" + i;
      fixture.account.users().create(name, "/", List.of());
      keys.create(name);
      fixture.account.users().tag(name, List.of(new Tag("k", "v")));
    }
    fixture.clock.advance(Duration.ofSeconds(30));
    for (User user : fixture.account.users().list()) {
      tagFirst |= user.keys().isEmpty() && !user.tags().all().isEmpty();
      keyFirst |= !user.keys().isEmpty() && user.tags().all().isEmpty();
    }
    assertThat(tagFirst && keyFirst).isTrue();
  }
}

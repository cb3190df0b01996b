package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Keys.Creation;
import dev.keyturn.port.PortFailure.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

interface KeysContract extends Contract {
  private Keys keys() {
    return stage().ports().keys();
  }

  private Creation.Made made(UserName user) {
    return switch (keys().create(user)) {
      case Creation.Made made -> made;
      case Creation.NoRoom _ -> throw new AssertionError("no room");
    };
  }

  @Test
  default void aNewUserHasNoKeys() {
    assertThat(keys().of(stage().user(Map.of()))).isEmpty();
  }

  @Test
  default void makesAnActiveKeyByAwssClock() {
    UserName user = stage().user(Map.of());
    AccessKey key = made(user).key();
    assertThat(key.status()).isEqualTo(KeyStatus.ACTIVE);
    assertThat(Duration.between(key.created(), stage().ports().account().now()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(keys().of(user)).containsExactly(key);
  }

  @Test
  default void hasNoRoomForAThirdKey() {
    UserName user = stage().user(Map.of());
    stage().key(user);
    stage().key(user);
    assertThat(keys().create(user)).isEqualTo(new Creation.NoRoom());
    assertThat(keys().of(user)).hasSize(2);
  }

  @Test
  default void switchesAKeyOffAndLeavesItsAge() {
    UserName user = stage().user(Map.of());
    AccessKey key = made(user).key();
    keys().deactivate(user, key.id());
    keys().deactivate(user, key.id());
    assertThat(keys().of(user))
        .containsExactly(new AccessKey(key.id(), KeyStatus.INACTIVE, key.created()));
  }

  @Test
  default void activatesAKeyTwice() {
    UserName user = stage().user(Map.of());
    KeyId key = stage().key(user);
    keys().deactivate(user, key);
    keys().activate(user, key);
    keys().activate(user, key);
    assertThat(keys().of(user)).singleElement().matches(AccessKey::active);
  }

  @Test
  default void deletesAKeyAndAnswersTheSecondTimeAlike() {
    UserName user = stage().user(Map.of());
    KeyId kept = stage().key(user);
    KeyId gone = stage().key(user);
    keys().delete(user, gone);
    keys().delete(user, gone);
    assertThat(keys().of(user)).extracting(AccessKey::id).containsExactly(kept);
  }

  @Test
  default void knowsWhetherAKeyWasEverUsed() {
    UserName user = stage().user(Map.of());
    KeyId used = stage().key(user);
    KeyId unused = stage().key(user);
    stage().use(user, used);
    assertThat(keys().lastUse(user, unused)).isEqualTo(new LastUse.Never());
    assertThat(keys().lastUse(user, used)).isInstanceOf(LastUse.At.class);
  }

  @Test
  default void knowsWhoseAKeyIs() {
    UserName user = stage().user(Map.of());
    assertThat(keys().userOf(stage().key(user))).isEqualTo(user);
    KeyId missing = new KeyId("AKIAIOSFODNN7EXAMPLE");
    assertThat(Contract.failure(() -> keys().userOf(missing))).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void aUserThatDoesNotExistIsNotFound() {
    UserName missing = new UserName("no-user-of-this-name");
    KeyId key = new KeyId("AKIAIOSFODNN7EXAMPLE");
    assertThat(Contract.failure(() -> keys().of(missing))).isEqualTo(Kind.NOT_FOUND);
    assertThat(Contract.failure(() -> keys().deactivate(missing, key))).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void aKeyThatIsGoneCannotBeSwitchedOff() {
    UserName user = stage().user(Map.of());
    KeyId key = stage().key(user);
    keys().delete(user, key);
    assertThat(Contract.failure(() -> keys().deactivate(user, key))).isEqualTo(Kind.NOT_FOUND);
  }
}

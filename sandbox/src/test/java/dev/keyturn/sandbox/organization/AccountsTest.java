package dev.keyturn.sandbox.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class AccountsTest {
  private static final String OTHER = "222222222222";

  private static final TurnableClock CLOCK =
      TurnableClock.standingAt(Instant.parse("2026-11-22T12:00:00Z"));

  private final Account first = account();
  private final Accounts accounts = new Accounts(first, CLOCK);

  private static Account account() {
    Account made = new Account("123456789012", CLOCK, new Random(7));
    made.users().create("alice", "/", List.of());
    return made;
  }

  @Test
  void usersOfTwoAccountsHaveNothingInCommon() {
    Account other = accounts.create(OTHER);
    other.users().create("alice", "/", List.of());
    AccessKey here = first.keys().create("alice");
    AccessKey there = other.keys().create("alice");
    assertThat(accounts.signer(here.id()).orElseThrow().principal().arn())
        .isEqualTo("arn:aws:iam::123456789012:user/alice");
    assertThat(accounts.signer(there.id()).orElseThrow().principal().arn())
        .isEqualTo("arn:aws:iam::222222222222:user/alice");
    other.keys().delete("alice", there.id());
    assertThat(accounts.signer(there.id())).isEmpty();
    assertThat(first.users().get("alice").keys()).hasSize(1);
  }

  @Test
  void anotherAccountHasAnotherRootKeyAndDoesNotChangeTheIdsOfTheFirst() {
    String expected = account().keys().create("alice").id();
    assertThat(first.keys().create("alice").id()).isEqualTo(expected);
    Account other = accounts.create(OTHER);
    assertThat(accounts.signer(other.rootKey().id()).orElseThrow().principal())
        .isEqualTo(new Principal.Root(OTHER));
  }

  @Test
  void anIdIsOfOneAccount() {
    accounts.create(OTHER);
    assertThatThrownBy(() -> accounts.create(OTHER)).hasMessageContaining(OTHER);
    assertThatThrownBy(() -> accounts.create("12")).hasMessageContaining("12");
    assertThat(accounts.all()).map(Account::id).containsExactly("123456789012", OTHER);
  }

  @Test
  void aBucketNameIsOfOneAccount() {
    Account other = accounts.create(OTHER);
    other.buckets().create("box-one", "eu-west-1");
    assertRefused("BucketAlreadyExists", () -> first.buckets().create("box-one", "eu-west-1"));
    assertRefused("BucketAlreadyOwnedByYou", () -> other.buckets().create("box-one", "eu-west-1"));
    assertThat(first.buckets().owner("box-one")).contains(OTHER);
    other.buckets().delete("box-one");
    first.buckets().create("box-one", "eu-west-1");
    assertThat(other.buckets().list()).isEmpty();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AwsRefusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

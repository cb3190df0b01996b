package dev.keyturn.sandbox.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class BucketsTest {
  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-01-15T10:30:00Z"));
  private final Buckets buckets = new Buckets("123456789012", clock, new BucketNames());

  BucketsTest() {
    buckets.create("box", "eu-west-1");
  }

  @Test
  void anObjectExpiresAtTheMidnightAfterItsDays() {
    put("credential/a");
    put("other/a");
    buckets.lifecycle("box", List.of(new LifecycleRule("three days", "credential/", 3, true)));
    StoredObject object = buckets.get("box", "credential/a");
    assertThat(buckets.expiry("box", object))
        .contains(new Expiry(Instant.parse("2026-01-19T00:00:00Z"), "three days"));
    clock.turnTo(Instant.parse("2026-01-18T23:59:59Z"));
    assertThat(buckets.find("box", "credential/a")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(buckets.find("box", "credential/a")).isEmpty();
    assertThat(buckets.find("box", "other/a")).isPresent();
  }

  @Test
  void aDisabledRuleExpiresNothing() {
    put("a");
    buckets.lifecycle("box", List.of(new LifecycleRule("off", "", 1, false)));
    clock.advance(Duration.ofDays(9));
    assertThat(buckets.find("box", "a")).isPresent();
  }

  @Test
  void conditionsAreCheckedAgainstTheStoredObject() {
    StoredObject first = buckets.put("box", "a", Bytes.of("1"), Map.of(), new Condition.Absent());
    assertRefused(
        "PreconditionFailed",
        () -> buckets.put("box", "a", Bytes.of("2"), Map.of(), new Condition.Absent()));
    buckets.put("box", "a", Bytes.of("2"), Map.of(), new Condition.Is(first.eTag()));
    assertRefused(
        "PreconditionFailed",
        () -> buckets.put("box", "a", Bytes.of("3"), Map.of(), new Condition.Is(first.eTag())));
    assertRefused(
        "NoSuchKey",
        () -> buckets.put("box", "b", Bytes.of("3"), Map.of(), new Condition.Is(first.eTag())));
    assertThat(buckets.get("box", "a").content().text()).isEqualTo("2");
  }

  @Test
  void aPageGroupsKeysAtTheDelimiterAndContinuesAfterThem() {
    List.of("a/1", "a/2", "b", "c/1", "d").forEach(this::put);
    Listing first = buckets.list("box", new Listing.Query("", "/", "", 2));
    assertThat(first.prefixes()).containsExactly("a/");
    assertThat(first.objects()).extracting(StoredObject::key).containsExactly("b");
    Listing second = buckets.list("box", new Listing.Query("", "/", first.next().orElseThrow(), 2));
    assertThat(second.prefixes()).containsExactly("c/");
    assertThat(second.objects()).extracting(StoredObject::key).containsExactly("d");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aListingShowsThePrefixOnly() {
    List.of("a", "b/1", "b/2", "c").forEach(this::put);
    assertThat(buckets.list("box", new Listing.Query("b/", "", "b/1", 10)).objects())
        .extracting(StoredObject::key)
        .containsExactly("b/2");
  }

  @Test
  void bucketsAreNamedBySchemeAndDeletedOnlyWhenEmpty() {
    assertRefused("InvalidBucketName", () -> buckets.create("Box", "eu-west-1"));
    assertRefused("InvalidBucketName", () -> buckets.create("a..b", "eu-west-1"));
    assertRefused("BucketAlreadyOwnedByYou", () -> buckets.create("box", "eu-west-1"));
    put("a");
    assertRefused("BucketNotEmpty", () -> buckets.delete("box"));
    buckets.delete("box", "a");
    buckets.delete("box");
    assertRefused("NoSuchBucket", () -> buckets.get("box"));
  }

  private void put(String key) {
    buckets.put("box", key, Bytes.of(key), Map.of(), new Condition.None());
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsRefusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}

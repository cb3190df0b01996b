package dev.keyturn.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the keys that are listed is which of those that are reported. */
class ReportedUserTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final KeyId FIRST = new KeyId("AKIA000000000001");
  private static final KeyId SECOND = new KeyId("AKIA000000000002");

  private static Instant daysAgo(int days) {
    return NOON.minus(Duration.ofDays(days));
  }

  private static LastUse use(String service) {
    return new LastUse.At(NOON, service, "N/A");
  }

  private static AccessKey listed(KeyId id, KeyStatus status, int daysAgo) {
    return new AccessKey(id, status, daysAgo(daysAgo));
  }

  private static ReportedKey told(boolean active, int changedDaysAgo, String service) {
    return new ReportedKey(active, daysAgo(changedDaysAgo), use(service));
  }

  private static ReportedUser user(ReportedKey... keys) {
    return new ReportedUser(new UserName("alice"), daysAgo(900), List.of(keys), false);
  }

  @Test
  void oneKeyIsItselfHoweverLateItWasChanged() {
    List<AccessKey> key = List.of(listed(FIRST, KeyStatus.ACTIVE, 90));
    for (int changed : List.of(90, 1)) {
      assertThat(user(told(true, changed, "s3")).uses(key)).containsEntry(FIRST, use("s3"));
    }
    assertThat(user(told(true, 91, "s3")).fits(key)).isFalse();
    assertThat(user(told(true, 91, "s3")).uses(key)).isEmpty();
  }

  @Test
  void datesAreComparedToTheSecond() {
    List<AccessKey> listed =
        List.of(
            new AccessKey(FIRST, KeyStatus.ACTIVE, daysAgo(90).plusMillis(700)),
            new AccessKey(SECOND, KeyStatus.ACTIVE, daysAgo(5).plusMillis(700)));
    assertThat(user(told(true, 90, "s3")).fits(listed.subList(0, 1))).isTrue();
    // The first was changed after the second was made; the second never.
    assertThat(user(told(true, 5, "s3"), told(true, 1, "iam")).uses(listed))
        .containsEntry(SECOND, use("s3"));
  }

  @Test
  void asManyMustBeActive() {
    List<AccessKey> one =
        List.of(listed(FIRST, KeyStatus.ACTIVE, 90), listed(SECOND, KeyStatus.INACTIVE, 5));
    assertThat(user(told(true, 90, "s3"), told(false, 5, "iam")).fits(one)).isTrue();
    assertThat(user(told(true, 90, "s3")).fits(one)).isTrue();
    assertThat(user(told(true, 90, "s3"), told(true, 5, "iam")).fits(one)).isFalse();
    assertThat(user(told(false, 90, "s3")).fits(one)).isFalse();
    assertThat(user().fits(List.of())).isTrue();
    assertThat(user().uses(List.of())).isEmpty();
    assertThat(user(told(true, 90, "s3")).fits(List.of())).isFalse();
  }

  @Test
  void moreThanTwoAreNeverCertain() {
    ReportedUser many =
        new ReportedUser(new UserName("alice"), daysAgo(900), List.of(told(true, 90, "s3")), true);
    assertThat(many.anyActive()).isTrue();
    assertThat(many.fits(List.of(listed(FIRST, KeyStatus.ACTIVE, 90)))).isFalse();
    ReportedUser three = user(told(true, 9, "a"), told(true, 8, "b"), told(true, 7, "c"));
    assertThat(
            three.fits(
                List.of(
                    listed(FIRST, KeyStatus.ACTIVE, 9),
                    listed(SECOND, KeyStatus.ACTIVE, 8),
                    listed(new KeyId("AKIA000000000003"), KeyStatus.ACTIVE, 7))))
        .isFalse();
  }

  @Test
  void ofTwoKeysTheDatesTellWhichIsWhich() {
    List<AccessKey> two =
        List.of(listed(SECOND, KeyStatus.ACTIVE, 20), listed(FIRST, KeyStatus.ACTIVE, 90));
    // The older was changed before the younger was made.
    assertThat(user(told(true, 20, "new"), told(true, 50, "old")).uses(two))
        .containsEntry(FIRST, use("old"))
        .containsEntry(SECOND, use("new"));
    // The older was changed after that, and the younger never.
    assertThat(user(told(true, 20, "new"), told(true, 3, "old")).uses(two))
        .containsEntry(FIRST, use("old"))
        .containsEntry(SECOND, use("new"));
    // Both were changed since: either may be either.
    ReportedUser both = user(told(true, 4, "a"), told(true, 3, "b"));
    assertThat(both.fits(two)).isTrue();
    assertThat(both.uses(two)).isEmpty();
    // One was changed before either key was made: these are others.
    assertThat(user(told(true, 91, "a"), told(true, 3, "b")).fits(two)).isFalse();
    assertThat(user(told(true, 50, "a"), told(true, 40, "b")).fits(two)).isFalse();
  }

  @Test
  void whateverIsSaidOfKeysButTheirUseIsAnotherState() {
    String said = user(told(true, 90, "s3")).said();
    assertThat(user(told(true, 90, "iam")).said()).isEqualTo(said);
    assertThat(user(told(true, 89, "s3")).said()).isNotEqualTo(said);
    assertThat(user(told(false, 90, "s3")).said()).isNotEqualTo(said);
    assertThat(user(told(true, 90, "s3"), told(false, 90, "s3")).said()).isNotEqualTo(said);
    assertThat(user(told(false, 3, "a"), told(true, 90, "b")).said())
        .isEqualTo(user(told(true, 90, "b"), told(false, 3, "a")).said());
  }

  @Test
  void aUserIsActiveWithAnActiveKeyOnly() {
    assertThat(user().anyActive()).isFalse();
    assertThat(user(told(false, 90, "s3")).anyActive()).isFalse();
    assertThat(user(told(false, 90, "s3"), told(true, 90, "s3")).anyActive()).isTrue();
    // Of the keys that the report has no room for nothing is known.
    ReportedKey off = told(false, 90, "s3");
    assertThat(
            new ReportedUser(new UserName("alice"), daysAgo(900), List.of(off), true).anyActive())
        .isTrue();
  }

  @Test
  void ofTwoKeysThatWereBothChangedTheOlderIsTheOneChangedBeforeTheYoungerWasMade() {
    List<AccessKey> two =
        List.of(listed(FIRST, KeyStatus.ACTIVE, 90), listed(SECOND, KeyStatus.ACTIVE, 20));
    assertThat(user(told(true, 50, "old"), told(true, 3, "new")).uses(two))
        .containsEntry(FIRST, use("old"))
        .containsEntry(SECOND, use("new"));
  }

  @Test
  void ofTwoKeysTheOneThatWasNeverChangedIsTheYounger() {
    List<AccessKey> two =
        List.of(listed(FIRST, KeyStatus.ACTIVE, 90), listed(SECOND, KeyStatus.ACTIVE, 20));
    assertThat(user(told(true, 20, "new"), told(true, 3, "old")).uses(two))
        .containsEntry(FIRST, use("old"))
        .containsEntry(SECOND, use("new"));
    assertThat(user(told(true, 20, "a"), told(true, 20, "b")).uses(two)).isEmpty();
  }

  @Test
  void whetherThereAreMoreKeysIsPartOfTheState() {
    ReportedKey key = told(true, 90, "s3");
    ReportedUser more = new ReportedUser(new UserName("alice"), daysAgo(900), List.of(key), true);
    assertThat(more.said()).isNotEqualTo(user(key).said()).endsWith(" more");
  }

  @Test
  void otherKeysThanTheListedOnesHaveNoUse() {
    List<AccessKey> two =
        List.of(listed(FIRST, KeyStatus.ACTIVE, 90), listed(SECOND, KeyStatus.ACTIVE, 20));
    assertThat(user(told(true, 50, "a"), told(true, 40, "b")).uses(two)).isEmpty();
    assertThat(user(told(true, 90, "a")).uses(two)).isEmpty();
  }
}

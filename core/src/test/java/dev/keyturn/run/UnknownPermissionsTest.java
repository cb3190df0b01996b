package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.RotationRecord.Deactivated;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Row.Outcome;
import dev.keyturn.run.Weather.Fate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Where a run cannot know what it may do, one user at most is left half done. */
class UnknownPermissionsTest {
  private static Lab unknown() {
    Lab lab = new Lab();
    lab.aws.permits = new Answer.Unclear("nobody knows");
    return lab;
  }

  private static UserName user(Lab lab, String name) {
    UserName user = new UserName(name);
    lab.user(user, Map.of("email", name + "@corp.example"));
    return user;
  }

  private static void rotationsDue(Lab lab, String... names) {
    for (String name : names) {
      lab.key(user(lab, name), KeyStatus.ACTIVE, 61);
    }
  }

  private static void inARotation(
      Lab lab, String name, KeyStatus old, int ageOfNew, String dateTag) {
    UserName user = user(lab, name);
    AccessKey oldKey = lab.key(user, old, 80);
    lab.used(lab.key(user, KeyStatus.ACTIVE, ageOfNew).id());
    lab.aws.tag(user, Map.of(Lab.DATE_TAG, dateTag, Lab.OLD_KEY_TAG, oldKey.id().value()));
  }

  private static String tag(Lab lab, String user) {
    return lab.aws.now(new UserName(user)).tags().getOrDefault(Lab.DATE_TAG, "");
  }

  private static List<String> errors(Lab.Done done) {
    return done.report().rows().stream()
        .map(Row::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).error())
        .toList();
  }

  @Test
  void afterADeniedMailNobodyElseIsBegunAndTheOneIsFinishedWhenItMayBe() {
    Lab lab = unknown();
    rotationsDue(lab, "ada", "bob");
    inARotation(lab, "cyd", KeyStatus.ACTIVE, 11, "2026-11-11");
    inARotation(lab, "dan", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    Lab.Done done = lab.apply(Weather.on("mail", Fate.DENIED));
    assertThat(errors(done)).hasSize(4);
    assertThat(errors(done).getFirst()).startsWith("mail ada@corp.example");
    assertThat(errors(done).subList(1, 4))
        .allSatisfy(
            error ->
                assertThat(error)
                    .startsWith("not begun, since it could not be finished")
                    .contains("mail ada@corp.example")
                    .contains("DENIED"));
    assertThat(tag(lab, "ada")).endsWith(" stored");
    assertThat(tag(lab, "bob")).isEmpty();
    assertThat(tag(lab, "cyd")).isEqualTo("2026-11-11");
    assertThat(tag(lab, "dan")).isEqualTo("2026-11-14 deactivated");
    assertThat(lab.aws.objects.keySet().stream().filter(name -> name.startsWith("credential/")))
        .hasSize(1);

    // The next run meets the same no, and begins nobody either.
    lab.apply(Weather.on("mail", Fate.DENIED));
    assertThat(tag(lab, "bob")).isEmpty();

    assertThat(errors(lab.apply())).isEmpty();
    assertThat(tag(lab, "ada")).isEqualTo("2026-11-22");
    assertThat(tag(lab, "dan")).isEmpty();
    assertThat(lab.aws.mails).hasSize(4);
  }

  @Test
  void onceAMailWasAcceptedADeniedOneIsItsUsersOwnTrouble() {
    Lab lab = unknown();
    rotationsDue(lab, "ada", "bob", "cyd");
    Lab.Done done = lab.apply(Weather.on("mail bob", Fate.DENIED));
    assertThat(errors(done)).singleElement().asString().startsWith("mail bob@corp.example");
    assertThat(tag(lab, "cyd")).isEqualTo("2026-11-22");
  }

  @Test
  void aWarningIsAlwaysTriedForItLeavesNothingHalfDone() {
    Lab lab = unknown();
    rotationsDue(lab, "ada");
    lab.key(user(lab, "bob"), KeyStatus.ACTIVE, 31);
    Lab.Done done = lab.apply(Weather.on("mail", Fate.DENIED));
    assertThat(errors(done)).hasSize(2).allMatch(error -> error.startsWith("mail "));
  }

  @Test
  void aRecordThatMayNotBeClearedIsLeftBehindOnce() {
    Lab lab = unknown();
    inARotation(lab, "ada", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    inARotation(lab, "bob", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    Lab.Done done = lab.apply(Weather.on("untag", Fate.DENIED));
    assertThat(errors(done)).hasSize(2);
    assertThat(tag(lab, "ada")).endsWith(" deleting");
    assertThat(lab.aws.now(new UserName("bob")).keys()).hasSize(2);
    assertThat(tag(lab, "bob")).isEqualTo("2026-11-14 deactivated");
  }

  @Test
  void ownersAreNotToldOverAndOverWhereNothingMayBeRecorded() {
    Lab lab = unknown();
    for (String name : List.of("ada", "bob", "cyd")) {
      inARotation(lab, name, KeyStatus.ACTIVE, 1, "2026-11-21T12:00:00Z stored");
    }
    assertThat(errors(lab.apply(Weather.on("tag ", Fate.DENIED)))).hasSize(3);
    assertThat(lab.aws.mails).hasSize(1);
  }

  @Test
  void wherePermissionsAreKnownADenialIsOneUsersOwn() {
    Lab lab = new Lab();
    rotationsDue(lab, "ada", "bob");
    assertThat(errors(lab.apply(Weather.on("mail", Fate.DENIED))))
        .hasSize(2)
        .allMatch(error -> error.startsWith("mail "));
  }

  @Test
  void usersGoOneByOneUntilTheNeedIsSeenToBeMet() throws Exception {
    Denials denials = new Denials(false);
    Delete due =
        new Delete(
            Reason.RESUME_DELETION,
            new Deactivated(LocalDate.EPOCH, new KeyId("AKIA000000000001")),
            GoneFrom.DELETING);
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        results.add(
            threads.submit(
                () ->
                    denials.guard(
                        due,
                        () -> {
                          denials.denied(Effect.SEND_MAIL, "the mail was denied");
                          return "begun";
                        },
                        denial -> denial)));
      }
    }
    List<String> words = new ArrayList<>();
    for (Future<String> result : results) {
      words.add(result.get());
    }
    assertThat(words).filteredOn("begun"::equals).hasSize(1);
    assertThat(words).filteredOn("the mail was denied"::equals).hasSize(15);
  }
}

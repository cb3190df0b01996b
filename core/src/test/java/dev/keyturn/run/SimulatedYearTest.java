package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.port.HandOver;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.sample.Sample;
import dev.keyturn.sample.Sampled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Half a year of an account whose owner does as she likes, in weather as bad as it gets, with runs
 * that overlap; all drawn from a seed. After each call the promises hold, and when the weather
 * clears nothing is lost.
 */
@Sampled(parts = 1)
class SimulatedYearTest {
  private static final int SEEDS = 200;
  private static final int DAYS = 180;

  /** Longer than reads are stale here: a run cannot see what an owner did right before it. */
  private static final Duration LAG = Duration.ofMinutes(1);

  private static final List<Fate> FATES =
      Stream.of(Fate.values()).filter(fate -> fate != Fate.UNSUPPORTED).toList();

  @Test
  void neverLocksAUserOutOrLosesASecret() {
    long first = Sample.drawn().firstOf(1, SEEDS);
    long last = Sample.drawn().lastOf(1, SEEDS);
    long calls = 0;
    int rotations = 0;
    for (long seed = first; seed <= last; seed++) {
      Simulation simulation = new Simulation(seed);
      try {
        simulation.play();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + "\n" + String.join("\n", simulation.diary), e);
      }
      calls += simulation.calls;
      rotations += simulation.lab.aws.objects.size();
    }
    System.out.printf(
        "seeds %d to %d: %,d calls, %,d keys handed over or claimed%n",
        first, last, calls, rotations);
    assertThat(rotations).as("keys handed over").isGreaterThan((int) (last - first + 1) / 2);
  }

  private static final class Simulation {
    private final SplittableRandom random;
    private final AccountFixture lab = new AccountFixture().alice();
    private final Deque<String> diary = new ArrayDeque<>();
    private final Set<KeyId> hers = new HashSet<>();
    private final Set<KeyId> handedOver = new HashSet<>();

    /** Their files were removed before anybody was told of them, and unread. */
    private final Set<KeyId> forsaken = new HashSet<>();

    private List<AccessKey> before = List.of();
    private long calls;

    Simulation(long seed) {
      random = new SplittableRandom(seed);
      lab.random = new SplittableRandom(seed);
      lab.aws.leases = random.nextBoolean();
      if (random.nextInt(4) == 0) {
        lab.aws.keysLag = Duration.ofSeconds(random.nextLong(LAG.toSeconds()));
      }
    }

    void play() {
      make();
      for (int day = 0; day < DAYS; day++) {
        if (random.nextInt(12) == 0) {
          act();
          lab.later(LAG);
        }
        makeRoom();
        useNewest();
        Turns turns = new Turns(lab).run(weather());
        if (random.nextInt(8) == 0) {
          turns.run(weather());
        }
        turns.play(random::nextInt);
        check("the last call of the day");
        lab.later(Duration.ofMinutes(random.nextInt(2 * 24 * 60)));
      }
      for (int i = 0; i < 3; i++) {
        lab.later(Duration.ofMinutes(30)).cut(watched(Weather.fine()));
      }
      nothingIsLost();
    }

    private Weather weather() {
      int badness = random.nextInt(3) == 0 ? 10 : 1_000_000;
      return watched(
          _ -> random.nextInt(badness) == 0 ? FATES.get(random.nextInt(FATES.size())) : Fate.FINE);
    }

    /** Looks at the account before each call, so that every call is followed by a look. */
    private Weather watched(Weather weather) {
      return call -> {
        check("the call before: " + call.what());
        calls++;
        Fate fate = weather.of(call);
        if (call.write() || fate != Fate.FINE) {
          note(call.what() + " " + fate);
        }
        return fate;
      };
    }

    private void check(String when) {
      List<AccessKey> now = lab.aws.now(ALICE).keys();
      lab.aws.objects.forEach(
          (name, content) ->
              lab.aws.secrets.forEach(
                  (id, secret) -> {
                    if (new String(content, UTF_8).contains(secret)) {
                      handedOver.add(id);
                    }
                  }));
      boolean worked = before.stream().anyMatch(this::works);
      assertThat(!worked || now.stream().anyMatch(this::works)).as("a key works, " + when).isTrue();
      for (AccessKey key : before) {
        if (now.stream().noneMatch(other -> other.id().equals(key.id()))) {
          assertThat(key.active() && works(key)).as("%s was off, %s", key, when).isFalse();
        }
      }
      assertThat(lab.aws.now(ALICE).tags()).hasSizeLessThanOrEqualTo(3);
      before = now;
    }

    /** Whether it opens something for its owner: active, and its secret is hers or in a file. */
    private boolean works(AccessKey key) {
      return key.active()
          && !forsaken.contains(key.id())
          && (hers.contains(key.id()) || handedOver.contains(key.id()));
    }

    private void nothingIsLost() {
      for (AccessKey key : lab.aws.now(ALICE).keys()) {
        if (!hers.contains(key.id())) {
          assertThat(handedOver).as("the file of %s", key).contains(key.id());
          assertThat(lab.aws.mails)
              .as("a mail about %s", key)
              .anyMatch(
                  mail ->
                      mail.subject().startsWith("Replaced")
                          && mail.text().contains("newKey=" + key.id()));
        }
      }
    }

    private void note(String what) {
      diary.add(lab.clock.instant() + " " + what);
      if (diary.size() > 40) {
        diary.removeFirst();
      }
    }

    private void make() {
      hers.add(lab.key(ALICE, KeyStatus.ACTIVE, random.nextInt(70)).id());
      before = lab.aws.now(ALICE).keys();
      note("she makes a key");
    }

    private void useNewest() {
      for (AccessKey key : lab.aws.now(ALICE).keys()) {
        if (works(key) && random.nextInt(4) == 0) {
          lab.aws.uses.put(key.id(), new LastUse.At(lab.clock.instant(), "s3", "eu-central-1"));
        }
      }
    }

    /** Sometimes she does what the mails ask of her. */
    private void makeRoom() {
      MemoryAws.Version alice = lab.aws.now(ALICE);
      if (alice.keys().size() == 2 && alice.tags().size() == 1 && random.nextInt(5) == 0) {
        AccessKey first = alice.keys().getFirst();
        AccessKey goes = first.active() ? alice.keys().getLast() : first;
        note("she removes " + goes.id());
        lab.aws.delete(ALICE, goes.id());
        before = lab.aws.now(ALICE).keys();
        lab.later(LAG);
      }
    }

    private boolean toldOf(KeyId key) {
      return lab.aws.mails.stream().anyMatch(mail -> mail.text().contains("newKey=" + key));
    }

    /** She does with her keys what an owner may do. */
    private void act() {
      List<AccessKey> keys = lab.aws.now(ALICE).keys();
      if (keys.isEmpty() || (keys.size() < MemoryAws.KEYS_PER_USER && random.nextInt(4) == 0)) {
        make();
        return;
      }
      KeyId key = keys.get(random.nextInt(keys.size())).id();
      int what = random.nextInt(4);
      note("she does " + what + " with " + key);
      switch (what) {
        case 0 -> lab.aws.setStatus(ALICE, key, KeyStatus.ACTIVE);
        case 1 -> lab.aws.setStatus(ALICE, key, KeyStatus.INACTIVE);
        case 2 -> lab.aws.delete(ALICE, key);
        default -> {
          lab.aws.objects.remove(HandOver.objectKey(ALICE, key));
          if (!hers.contains(key) && !lab.aws.uses.containsKey(key) && !toldOf(key)) {
            forsaken.add(key);
          }
        }
      }
      before = lab.aws.now(ALICE).keys();
    }
  }
}

package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One process with one run: each attempt of a call takes time and may fail, and the judge checks
 * the account after each effect.
 */
final class Machine {
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);

  final String name;
  final Map<String, Shown> shown = new HashMap<>();

  /** The keys that it saw active, and when it last did. */
  final Map<KeyId, Instant> seenActive = new HashMap<>();

  /** When SES last answered whether it suppresses an address. */
  final Map<String, Instant> addressesAt = new HashMap<>();

  /** The users whose keys this process made, deactivated or deleted. */
  final TreeSet<String> actedOn = new TreeSet<>();

  /** The effects of this process by user. */
  final Map<String, TreeSet<Call>> did = new TreeMap<>();

  /** Each user's record before this process's last write. */
  final Map<String, TagRecord> former = new HashMap<>();

  /** The plan whose users are the only ones that it may change. */
  boolean planning = true;

  /** The time of the current call's first attempt. */
  Instant stepBegan = Instant.MIN;

  /** Whether the last check of the bucket had no answer. */
  boolean bucketUnclear;

  /** The users whose keys changed without an accepted mail, since the last accepted one. */
  final TreeSet<String> unsent = new TreeSet<>();

  /** The keys about which a mail of this run was clearly refused. */
  final TreeSet<String> refused = new TreeSet<>();

  final Instant began;

  final List<Notice> notices = new ArrayList<>();
  private final Scene scene;
  private final Weather weather;
  private final Pace pace;
  private final Dice dice;
  private final RuntimeEnvironment runtime;
  private final RetryPolicy retryPolicy;
  private boolean cut;
  private long calls;

  /**
   * A process to be started.
   *
   * @param clockOff the error of its clock
   */
  Machine(String name, Scene scene, Weather weather, Pace pace, Duration clockOff) {
    this.name = name;
    this.scene = scene;
    this.weather = weather;
    this.pace = pace;
    this.dice = scene.dice().split();
    this.runtime =
        new RuntimeEnvironment(
            () -> scene.timeline().instant().plus(clockOff),
            this::rest,
            dice.random(),
            Runnable::run);
    this.retryPolicy = new RetryPolicy(runtime);
    this.began = scene.timeline().instant();
  }

  RuntimeEnvironment runtime() {
    return runtime;
  }

  Ports ports() {
    return new MachinePorts(this, scene.model()).ports();
  }

  /** Short mails; the number identifies the notice. */
  NoticeWriter noticeWriter() {
    return (to, notice, _) -> {
      notices.add(notice);
      return new Mail(to, notice.getClass().getSimpleName(), "" + (notices.size() - 1), "");
    };
  }

  boolean wasCut() {
    return cut;
  }

  long calls() {
    return calls;
  }

  Instant now() {
    return scene.timeline().instant();
  }

  Scene scene() {
    return scene;
  }

  Shown shown(UserName user) {
    return shown.computeIfAbsent(user.value(), _ -> new Shown());
  }

  private void rest(Duration time) {
    alive();
    scene.tell(() -> name + " waits " + time);
    pace.pass(time);
    alive();
  }

  private void alive() {
    if (cut || scene.judge().broken()) {
      throw new Cut();
    }
  }

  /** A call that may be repeated. */
  <T> T call(Call verb, String object, Supplier<T> effect) {
    stepBegan = now();
    return retryPolicy.call(() -> attempt(verb, object, effect));
  }

  /** One attempt, as of {@code CreateAccessKey}. */
  <T> T once(Call verb, String object, Supplier<T> effect) {
    stepBegan = now();
    return attempt(verb, object, effect);
  }

  private <T> T attempt(Call verb, String object, Supplier<T> effect) {
    alive();
    calls++;
    Fate fate = scene.around().mails.befalls(verb).orElseGet(() -> weather.of(verb));
    scene.tally().count(fate);
    scene.tally().count(verb);
    scene.tell(() -> "%s %s %s %s".formatted(name, verb, object, fate));
    pace.pass(
        fate == Fate.SLOW ? dice.time(Duration.ofSeconds(1), SERVED_WITHIN) : dice.skewed(300));
    alive();
    return switch (fate) {
      case FINE, SLOW -> served(verb, effect, dice.skewed(100));
      case FROZEN -> {
        scene.around().asleep.run();
        yield served(verb, effect, dice.skewed(Duration.ofHours(2).toMillis()));
      }
      case CUT_BEFORE -> throw cut();
      case CUT_AFTER -> {
        T _ = effect.get();
        throw cut();
      }
      case CUT_IN_FLIGHT -> {
        later(verb, effect);
        throw cut();
      }
      case REPLY_LOST -> {
        T _ = effect.get();
        pace.pass(dice.skewed(30_000));
        throw failure(fate, verb, object);
      }
      case LATE -> {
        later(verb, effect);
        pace.pass(dice.skewed(30_000));
        throw failure(fate, verb, object);
      }
      case TIMED_OUT -> {
        pace.pass(dice.skewed(30_000));
        throw failure(fate, verb, object);
      }
      case THROTTLED, DENIED, CREDENTIALS, REFUSED, UNSUPPORTED, UNREACHABLE ->
          throw failure(fate, verb, object);
    };
  }

  private <T> T served(Call verb, Supplier<T> effect, Duration onTheWayBack) {
    T answer = effect.get();
    scene.around().between.accept(verb);
    pace.pass(onTheWayBack);
    alive();
    return answer;
  }

  /**
   * Delays the effect of a call. A tag takes effect before the client would send it again, because
   * two tags cannot represent writes that overtake each other.
   */
  private <T> void later(Call verb, Supplier<T> effect) {
    boolean tags = verb == Call.TAG || verb == Call.UNTAG;
    scene
        .timeline()
        .after(
            dice.skewed(tags ? 100 : SERVED_WITHIN.toMillis()),
            () -> {
              scene.tell(() -> "what " + name + " sent arrives");
              try {
                T _ = effect.get();
              } catch (PortFailure refused) {
                scene.tell(refused::message);
              }
            });
  }

  private Cut cut() {
    cut = true;
    return new Cut();
  }

  private PortFailure failure(Fate fate, Call verb, String object) {
    String words = verb + " " + object + ": " + fate;
    boolean ofAll =
        verb == Call.SEND_MAIL && scene.around().mails.kind() == MailOutage.Kind.CONFIGURATION_SET;
    return ofAll ? PortFailure.ofAll(fate.kind(), words) : new PortFailure(fate.kind(), words);
  }
}

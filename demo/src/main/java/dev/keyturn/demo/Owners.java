package dev.keyturn.demo;

import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.HandOver;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.state.NotesText;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Plays the owners: they use their keys every day, and some days after a mail they act by their
 * {@link Habit}. They act on the account itself and know only what Keyturn's mails say. An owner
 * that is played by the visitor of the page only works.
 */
public final class Owners {
  /** The first mail of each kind that a person got, its day, and the key in use. */
  private static final class OwnerState {
    private final Map<Reason, Integer> told = new HashMap<>();
    private String keyInUse = "";
  }

  private static final String QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";

  private static final int LEAK_DAY = 4;
  private static final int ASK_DAY = 6;

  private final Sandbox sandbox;
  private final List<Person> people;
  private final BiConsumer<String, String> story;
  private final Map<String, OwnerState> states = new HashMap<>();
  private final Set<String> playedByOthers = new HashSet<>();

  /**
   * The owners of a playground's company, before the first day.
   *
   * @param story receives who does what
   */
  public Owners(Playground playground, BiConsumer<String, String> story) {
    this(playground.sandbox(), playground.people(), story);
  }

  /**
   * Owners, before the first day.
   *
   * @param story receives who does what
   */
  Owners(Sandbox sandbox, List<Person> people, BiConsumer<String, String> story) {
    this.sandbox = sandbox;
    this.people = people;
    this.story = story;
    for (Person person : people) {
      OwnerState state = new OwnerState();
      state.keyInUse = keys(person).getLast().id();
      states.put(person.name(), state);
    }
  }

  private OwnerState state(String user) {
    return states.computeIfAbsent(user, _ -> new OwnerState());
  }

  /**
   * Notes what a run mailed to a user, unless it failed. The first mail of each kind counts; an
   * interrupted step counts when it is completed.
   */
  public void told(Row row, int day) {
    if (row.outcome() instanceof Outcome.Failed || row.outcome() instanceof Outcome.Deferred) {
      return;
    }
    Reason reason =
        switch (row.decision().reason()) {
          case Reason.Rotate.RESUME_CREATE,
              Reason.Rotate.RESUME_ORPHAN,
              Reason.Rotate.RESUME_STORED,
              Reason.Rotate.RESUME_ANNOUNCE ->
              Reason.Rotate.OVERDUE;
          case Reason.Deactivate.RESUME_DEACTIVATION -> Reason.Deactivate.GRACE_OVER;
          default -> row.decision().reason();
        };
    state(row.user().value()).told.putIfAbsent(reason, day);
  }

  /** From now on the visitor decides for this user, who keeps working with the same key. */
  public void leaveToOthers(String user) {
    playedByOthers.add(user);
  }

  /** From now on, a user works with this key. */
  public void use(String user, String key) {
    state(user).keyInUse = key;
  }

  /** All owners act for one day. */
  public void live(int day) {
    for (Person person : people) {
      OwnerState state = state(person.name());
      if (!playedByOthers.contains(person.name())) {
        act(person, state, day);
      }
      work(person, state);
    }
  }

  private void act(Person person, OwnerState state, int day) {
    switch (person.habit()) {
      case ROTATES_ALONE -> rotatesAlone(person, state, day);
      case FETCHES -> {
        if (due(state, Reason.Rotate.OVERDUE, day, 1 + person.name().length() % 4)) {
          fetch(person, state);
        }
      }
      case SLEEPS -> sleeps(person, state, day);
      case FORGETS -> forgets(person, state, day);
      case HOARDS -> {
        if (due(state, Reason.Warn.BOTH_ACTIVE, day, 6)) {
          delete(person, keys(person).getFirst(), "deletes the older of two keys");
          state.told.clear();
        }
      }
      case MIXES_UP -> mixesUp(person, state, day);
      case LEAKS -> leaks(person, state, day);
      case ASKS -> asks(person, state, day);
      case LEAVES -> {
        if (due(state, Reason.Rotate.OVERDUE, day, 4)) {
          sandbox.account().users().untag(person.name(), List.of("email"));
          story.accept(person.name(), "leaves the company; mailbox and address tag are removed");
        }
      }
      case ABSENT -> {}
    }
  }

  /** AWS quarantines the user within minutes; the administrator answers three days later. */
  private void leaks(Person person, OwnerState state, int day) {
    if (day == LEAK_DAY) {
      sandbox.account().policies().attach(person.name(), QUARANTINE);
      story.accept(
          person.name(),
          "pushes a key to a public repository; AWS finds it and quarantines the user");
    }
    if (day == LEAK_DAY + 3 && keys(person).size() == 1) {
      order(person, keys(person).getFirst(), true);
      story.accept(
          person.name(),
          "the administrator orders: keyturn rotate %s --compromised".formatted(person.name()));
    }
    if (due(state, Reason.Rotate.COMPROMISED, day, 1)) {
      sandbox.account().policies().detach(person.name(), QUARANTINE);
      state.keyInUse = keys(person).getLast().id();
      story.accept(
          person.name(),
          "gets the new key from the administrator, who removes AWS's policy; the old key is off");
    }
  }

  private void asks(Person person, OwnerState state, int day) {
    if (day == ASK_DAY && keys(person).size() == 1) {
      order(person, keys(person).getFirst(), false);
      story.accept(
          person.name(),
          "asks for another key; the administrator orders: keyturn rotate " + person.name());
    }
    if (due(state, Reason.Rotate.ORDERED, day, 2) || due(state, Reason.Rotate.OVERDUE, day, 2)) {
      fetch(person, state);
    }
  }

  /** What the command notes. */
  private void order(Person person, AccessKey key, boolean compromised) {
    String account = sandbox.account().id();
    Notes notes =
        sandbox
            .account()
            .buckets()
            .find(Company.BUCKET, BucketPaths.NOTES)
            .flatMap(object -> NotesText.read(object.content().text(), account))
            .orElseGet(Notes::none);
    LocalDate today = LocalDate.ofInstant(sandbox.clock().instant(), ZoneOffset.UTC);
    Notes.Order order = new Notes.Order(new UserName(person.name()), today, compromised);
    sandbox
        .account()
        .buckets()
        .put(
            Company.BUCKET,
            BucketPaths.NOTES,
            Bytes.of(NotesText.of(account, notes.ordered(new KeyId(key.id()), order))),
            Map.of(),
            new Condition.None());
  }

  private void rotatesAlone(Person person, OwnerState state, int day) {
    if (due(state, Reason.Warn.WARNING, day, 2)) {
      AccessKey made = sandbox.account().keys().create(person.name());
      state.keyInUse = made.id();
      story.accept(person.name(), "makes a new key of their own, " + Story.shortened(made.id()));
    }
    if (due(state, Reason.Warn.WARNING, day, 4) && keys(person).size() == 2) {
      delete(person, keys(person).getFirst(), "deletes the old key");
      state.told.clear();
    }
  }

  private void sleeps(Person person, OwnerState state, int day) {
    if (due(state, Reason.Deactivate.GRACE_OVER, day, 1) && !works(person, state)) {
      switchTo(
          person,
          state.keyInUse,
          Status.ACTIVE,
          "sees a broken job, switches the old key on again");
    }
    if (due(state, Reason.Deactivate.GRACE_OVER, day, 3)) {
      fetch(person, state);
      state.told.clear();
    }
  }

  private void forgets(Person person, OwnerState state, int day) {
    if (due(state, Reason.Rotate.OVERDUE, day, 2)) {
      sandbox.account().buckets().delete(Company.BUCKET, file(person));
      story.accept(person.name(), "fetches the new key, deletes the file, and forgets about it");
    }
    if (due(state, Reason.Hold.NEVER_FETCHED, day, 2)) {
      state.keyInUse = keys(person).getLast().id();
      story.accept(person.name(), "remembers the new key, and uses it");
      state.told.clear();
    }
  }

  private void mixesUp(Person person, OwnerState state, int day) {
    if (due(state, Reason.Rotate.OVERDUE, day, 1)) {
      switchTo(
          person,
          keys(person).getLast().id(),
          Status.INACTIVE,
          "switches the new key off by mistake, instead of the old one");
    }
    if (due(state, Reason.Hold.WRONG_KEY_OFF, day, 2)) {
      switchTo(person, keys(person).getLast().id(), Status.ACTIVE, "switches the new key on again");
      switchTo(person, keys(person).getFirst().id(), Status.INACTIVE, "switches the old key off");
      state.keyInUse = keys(person).getLast().id();
      state.told.clear();
    }
  }

  private void fetch(Person person, OwnerState state) {
    if (sandbox.account().buckets().find(Company.BUCKET, file(person)).isEmpty()) {
      return;
    }
    state.keyInUse = keys(person).getLast().id();
    state.told.clear();
    story.accept(person.name(), "fetches the new key, and uses it from now on");
  }

  /** Signs a call with each key that is in use, including those of forgotten services. */
  private void work(Person person, OwnerState state) {
    if (works(person, state) && !person.name().equals(Company.FORGOTTEN)) {
      sandbox
          .account()
          .keys()
          .recordUse(
              state.keyInUse, new LastUse.At(sandbox.clock().instant(), sandbox.region(), "s3"));
    }
  }

  private boolean works(Person person, OwnerState state) {
    return keys(person).stream().anyMatch(key -> key.id().equals(state.keyInUse) && key.active());
  }

  private void delete(Person person, AccessKey key, String what) {
    sandbox.account().keys().delete(person.name(), key.id());
    story.accept(person.name(), what + ", " + Story.shortened(key.id()));
  }

  private void switchTo(Person person, String key, Status status, String what) {
    sandbox.account().keys().update(person.name(), key, status);
    story.accept(person.name(), what + ", " + Story.shortened(key));
  }

  private List<AccessKey> keys(Person person) {
    return sandbox.account().keys().list(person.name());
  }

  private String file(Person person) {
    return HandOver.objectKey(new UserName(person.name()), new KeyId(keys(person).getLast().id()));
  }

  /** Whether exactly this number of days have passed since a person got a mail for a reason. */
  private static boolean due(OwnerState state, Reason reason, int day, int after) {
    return state.told.getOrDefault(reason, Integer.MIN_VALUE / 2) + after == day;
  }
}

package dev.keyturn.run;

import dev.keyturn.directory.NotesText;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.Fingerprint;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.Notes;
import dev.keyturn.policy.RotationRecord.UnderWay;
import dev.keyturn.policy.StoredFile;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.PortFailure.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Keeps in the bucket what Keyturn has seen and done of keys: see {@link Notes}. It is read once a
 * run. What is lost makes deletions wait and no other harm: a damaged or missing text counts as
 * empty, and one that cannot be read as unknown. Safe for use by several threads.
 */
final class Noting {
  /** The object of the notes. */
  static final String NOTES = "state/notes.txt";

  /** So often it is tried again where another run wrote meanwhile. */
  private static final int ATTEMPTS = 5;

  /** Files of keys in no rotation are noted for so long, since a rotation may come back to them. */
  private static final int FILES_KEPT_DAYS = 100;

  private final KeptText text;
  private final Events events;

  /** What was noted since it was last written. */
  private final List<UnaryOperator<Notes>> unwritten = new ArrayList<>();

  private Notes notes = Notes.unknown();
  private String account = "";

  Noting(Papers papers, Events events) {
    this.text = new KeptText(papers, NOTES);
    this.events = events;
  }

  /** What is noted. */
  synchronized Notes now() {
    return notes;
  }

  /** Reads what is noted of an account. */
  synchronized void read(String accountId) {
    account = accountId;
    unwritten.clear();
    try {
      notes = reread();
    } catch (PortFailure failure) {
      notes = Notes.unknown();
      events.on(new Event.Unchecked("notes", failure.message()));
    }
  }

  private Notes reread() {
    return text.read().flatMap(found -> NotesText.read(found, account)).orElseGet(Notes::none);
  }

  /**
   * What a file is that was found. One of which nothing is noted may be of a run that noted it
   * since the notes were read.
   *
   * @throws PortFailure if the notes cannot be read again
   */
  synchronized StoredFile judge(Optional<Fingerprint> found, UserName user, KeyId key) {
    if (found.isPresent() && found.get().length() > 0 && file(key).isEmpty() && notes.known()) {
      refresh();
    }
    return StoredFile.of(found, file(key), user, key);
  }

  /** Reads again what is noted, and adds what this run has not written yet. */
  private void refresh() {
    Notes theirs = reread();
    for (UnaryOperator<Notes> change : unwritten) {
      theirs = change.apply(theirs);
    }
    notes = theirs;
  }

  /**
   * Notes which old keys a plan saw inactive, and forgets what does not hold any more.
   *
   * @param everyone whether the plan is about all users, so that those it does not know are gone
   */
  synchronized void seen(Plan plan, boolean everyone) {
    Set<UserName> unclear = new HashSet<>();
    Set<UserName> looked = new HashSet<>(plan.withoutAddress());
    List<Facts> rotating = new ArrayList<>();
    for (Plan.Entry entry : plan.entries()) {
      switch (entry) {
        case Plan.Unread unread -> unclear.add(unread.user());
        case Plan.Quiet quiet -> looked.add(quiet.user());
        case Plan.Decided decided when decided.facts().record() instanceof UnderWay ->
            rotating.add(decided.facts());
        case Plan.Decided decided -> looked.add(decided.user());
      }
    }
    change(
        before ->
            seen(before, plan.today(), rotating, isOver(rotating, unclear, looked, everyone)));
    if (everyone && unclear.isEmpty()) {
      LocalDate day = plan.today().minusDays(FILES_KEPT_DAYS);
      Set<KeyId> but =
          rotating.stream()
              .flatMap(user -> user.keys().stream())
              .map(AccessKey::id)
              .collect(Collectors.toSet());
      change(before -> before.withoutFilesBefore(day, but));
    }
  }

  private static Notes seen(
      Notes before, LocalDate today, List<Facts> rotating, Predicate<UserName> over) {
    Notes after = before.without(over);
    for (Facts user : rotating) {
      after = after.seen(user, today);
    }
    return after;
  }

  /** Which users are in no rotation any more, or do not exist. */
  private static Predicate<UserName> isOver(
      List<Facts> rotating, Set<UserName> unclear, Set<UserName> looked, boolean everyone) {
    Set<UserName> under = rotating.stream().map(Facts::user).collect(Collectors.toSet());
    return user ->
        !under.contains(user) && !unclear.contains(user) && (everyone || looked.contains(user));
  }

  /** Forgets since when keys were inactive that a look shows to be active. */
  synchronized void active(Facts user) {
    for (AccessKey key : user.activeKeys()) {
      change(before -> before.active(key.id()));
    }
  }

  /** A key was deactivated. */
  synchronized void deactivated(UserName user, KeyId key, LocalDate today) {
    change(before -> before.deactivated(user, key, today));
  }

  /** A key is active once more, and that was announced. */
  synchronized void reactivated(UserName user, KeyId key) {
    change(before -> before.reactivated(user, key));
  }

  /**
   * Notes for good what is about to be stored as the file of a key.
   *
   * @throws PortFailure if that could not be noted; then it must not be stored
   */
  synchronized void storing(UserName user, KeyId key, Fingerprint print, LocalDate today) {
    change(before -> before.stored(key, new Notes.File(user, today, print, false)));
    write();
  }

  /** What was stored is known better now. */
  synchronized void stored(KeyId key, Fingerprint print) {
    change(before -> before.printed(key, print));
  }

  /**
   * Notes for good that a mail about a key is about to be sent. Of a key whose file is not noted,
   * nothing is. Another run may have stored it since the notes were read, and two runs may send at
   * the same time: each counts its own mail, so that neither takes back the other's.
   *
   * @throws PortFailure if that could not be noted; then none must be sent
   */
  synchronized void announcing(KeyId key) {
    if (file(key).isEmpty()) {
      refresh();
    }
    if (file(key).isPresent()) {
      change(before -> before.mailed(key, 1));
      write();
    }
  }

  /** The mail was refused, and nobody heard of the key by it. */
  synchronized void notAnnounced(KeyId key) {
    change(before -> before.mailed(key, -1));
  }

  private Optional<Notes.File> file(KeyId key) {
    return notes.file(key);
  }

  private void change(UnaryOperator<Notes> change) {
    Notes after = change.apply(notes);
    if (notes.known() && !after.equals(notes)) {
      notes = after;
      unwritten.add(change);
    }
  }

  /** Writes what is not written yet, if that is possible. */
  synchronized void keep() {
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      write();
    } catch (PortFailure failure) {
      events.on(new Event.NotesNotKept(failure.message()));
    }
  }

  private void write() {
    if (!notes.known()) {
      throw new PortFailure(Kind.UNCLEAR, "What Keyturn has noted of keys could not be read.");
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (text.write(NotesText.of(account, notes))) {
        unwritten.clear();
        return;
      }
      refresh();
    }
    throw new PortFailure(Kind.THROTTLED, "Other runs write " + NOTES + " all the time.");
  }
}

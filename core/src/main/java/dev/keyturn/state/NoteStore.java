package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps in the bucket what Keyturn has seen and done of keys: see {@link Notes}. It is read once a
 * run. What is lost makes deletions wait and no other harm: a damaged or missing text counts as
 * empty, and one that cannot be read as unknown. Safe for use by several threads.
 */
public final class NoteStore {
  /** The object of the notes. */
  public static final String NOTES = "state/notes.txt";

  /** So often it is tried again where another run wrote meanwhile. */
  private static final int ATTEMPTS = 5;

  /** Files of keys in no rotation are noted for so long, since a rotation may come back to them. */
  private static final int FILES_KEPT_DAYS = 100;

  private final StateObject text;
  private final Events events;

  /** What was noted since it was last written. */
  private final List<UnaryOperator<Notes>> unwritten = new ArrayList<>();

  private Notes notes = Notes.unknown();
  private String account = "";

  public NoteStore(BucketObjects papers, Events events) {
    this.text = new StateObject(papers, NOTES);
    this.events = events;
  }

  /** What is noted. */
  public synchronized Notes now() {
    return notes;
  }

  /** Reads what is noted of an account. */
  public synchronized void read(String accountId) {
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
  public synchronized StoredFile judge(Optional<Fingerprint> found, UserName user, KeyId key) {
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
   * What a plan saw.
   *
   * @param looked users whose keys were looked at
   * @param notLooked users for which nothing is due whatever their keys are
   * @param unread users that could not be read
   * @param everyone whether this is the whole account, so that users it does not list are gone
   */
  public record Seen(
      LocalDate today,
      List<Facts> looked,
      Set<UserName> notLooked,
      Set<UserName> unread,
      boolean everyone) {
    private List<Facts> rotating() {
      return looked.stream().filter(user -> user.record() instanceof UnderWay).toList();
    }
  }

  /** Notes which old keys a plan saw inactive, and forgets what does not hold any more. */
  public synchronized void seen(Seen plan) {
    List<Facts> rotating = plan.rotating();
    change(before -> seen(before, plan.today(), rotating, isOver(plan)));
    if (plan.everyone() && plan.unread().isEmpty()) {
      LocalDate day = plan.today().minusDays(FILES_KEPT_DAYS);
      change(before -> before.withoutFilesBefore(day, keys(rotating)));
    }
    if (plan.everyone()) {
      change(before -> before.withoutWarningsBut(keys(plan.looked()), plan.unread()));
    }
  }

  private static Set<KeyId> keys(List<Facts> users) {
    return users.stream()
        .flatMap(user -> user.keys().stream())
        .map(AccessKey::id)
        .collect(Collectors.toSet());
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
  private static Predicate<UserName> isOver(Seen plan) {
    Set<UserName> under = plan.rotating().stream().map(Facts::user).collect(Collectors.toSet());
    Set<UserName> read =
        Stream.concat(plan.looked().stream().map(Facts::user), plan.notLooked().stream())
            .collect(Collectors.toSet());
    return user ->
        !under.contains(user)
            && !plan.unread().contains(user)
            && (plan.everyone() || read.contains(user));
  }

  /** Forgets since when keys were inactive that a look shows to be active. */
  public synchronized void active(Facts user) {
    for (AccessKey key : user.activeKeys()) {
      change(before -> before.active(key.id()));
    }
  }

  /** A key was deactivated. */
  public synchronized void deactivated(UserName user, KeyId key, LocalDate today) {
    change(before -> before.deactivated(user, key, today));
  }

  /** An owner was warned that a key will be replaced. */
  public synchronized void warned(UserName user, KeyId key, EmailAddress address, LocalDate today) {
    change(before -> before.warned(user, key, address, today));
  }

  /** A key is active once more, and that was announced. */
  public synchronized void reactivated(UserName user, KeyId key) {
    change(before -> before.reactivated(user, key));
  }

  /**
   * Notes for good what is about to be stored as the file of a key.
   *
   * @throws PortFailure if that could not be noted; then it must not be stored
   */
  public synchronized void storing(UserName user, KeyId key, Fingerprint print, LocalDate today) {
    change(before -> before.stored(key, new Notes.File(user, today, print, false)));
    write();
  }

  /** What was stored is known better now. */
  public synchronized void stored(KeyId key, Fingerprint print) {
    change(before -> before.printed(key, print));
  }

  /**
   * Notes for good that a mail about a key is about to be sent. Of a key whose file is not noted,
   * nothing is. Another run may have stored it since the notes were read, and two runs may send at
   * the same time: each counts its own mail, so that neither takes back the other's.
   *
   * @throws PortFailure if that could not be noted; then none must be sent
   */
  public synchronized void announcing(KeyId key) {
    if (file(key).isEmpty()) {
      refresh();
    }
    if (file(key).isPresent()) {
      change(before -> before.mailed(key, 1));
      write();
    }
  }

  /** The mail was refused, and nobody heard of the key by it. */
  public synchronized void notAnnounced(KeyId key) {
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
  public synchronized void keep() {
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

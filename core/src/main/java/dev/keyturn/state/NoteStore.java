package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stores in the bucket what Keyturn has seen and done with keys: see {@link Notes}. A run reads it
 * once. Lost notes only delay deletions: a damaged or missing object counts as empty, and an
 * unreadable one as unknown. Thread-safe.
 */
public final class NoteStore {
  /** The maximum number of attempts if another run writes meanwhile. */
  private static final int ATTEMPTS = 5;

  private final StateObject text;
  private final Events events;

  /** Held by the thread that reads or writes the object; taken before this store's own monitor. */
  private final Object exchange = new Object();

  /** The changes since the last write. */
  private final List<UnaryOperator<Notes>> unwritten = new ArrayList<>();

  /** How many changes were written. */
  private long written;

  private Notes notes = Notes.unknown();
  private String account = "";

  public NoteStore(BucketObjects bucketObjects, Events events) {
    this.text = new StateObject(bucketObjects, BucketPaths.NOTES);
    this.events = events;
  }

  /** What is noted. */
  public synchronized Notes now() {
    return notes;
  }

  /** Reads what is noted of an account. */
  public void read(String accountId) {
    synchronized (exchange) {
      account = accountId;
      begin(found());
    }
  }

  private synchronized void begin(Notes found) {
    unwritten.clear();
    notes = found;
  }

  private Notes found() {
    try {
      return reread();
    } catch (PortFailure failure) {
      events.on(new Event.Unchecked("notes", failure.message()));
      return Notes.unknown();
    }
  }

  private Notes reread() {
    return text.read().flatMap(found -> NotesText.read(found, account)).orElseGet(Notes::none);
  }

  /**
   * Judges a file that was found. If the file or its entity tag is not noted, reads the notes
   * again: another run may have noted it since.
   *
   * @throws PortFailure if the notes cannot be read again
   */
  public StoredFile judge(Optional<Fingerprint> found, UserName user, KeyId key) {
    if (found.isPresent() && found.get().length() > 0 && !printed(key)) {
      refresh();
    }
    return StoredFile.of(found, file(key), user, key);
  }

  /** Whether enough is noted of a file to recognize it. */
  private boolean printed(KeyId key) {
    return file(key).flatMap(file -> file.print().tag()).isPresent();
  }

  /**
   * Reads the notes again, and adds what this run has not written yet. Notes that could not be read
   * before stay unknown.
   *
   * @throws PortFailure if they cannot be read again
   */
  public void refresh() {
    synchronized (exchange) {
      if (now().known()) {
        replay(reread());
      }
    }
  }

  private synchronized void replay(Notes theirs) {
    notes = theirs;
    for (UnaryOperator<Notes> change : unwritten) {
      notes = change.apply(notes);
    }
  }

  /**
   * What a plan saw.
   *
   * @param looked users whose keys were looked at
   * @param notLooked users for which nothing is due whatever their keys are
   * @param unread users that could not be read
   * @param unused keys whose owners are still warned that they are unused
   * @param everyone whether this is the whole account, so that missing users do not exist any more
   */
  public record Seen(
      LocalDate today,
      List<Facts> looked,
      Set<UserName> notLooked,
      Set<UserName> unread,
      Set<KeyId> unused,
      boolean everyone) {
    /** Users that may have keys that were not looked at; some lost only their address. */
    private Predicate<UserName> notSeen() {
      Set<UserName> seen = looked.stream().map(Facts::user).collect(Collectors.toSet());
      return user ->
          everyone ? notLooked.contains(user) || unread.contains(user) : !seen.contains(user);
    }

    /** The keys that users have, or that a record names: a deletion may be half done. */
    private Set<KeyId> recorded() {
      Set<KeyId> recorded = keys(looked);
      for (Facts user : looked) {
        if (user.record() instanceof UnderWay record) {
          recorded.add(record.oldKey());
        }
      }
      return recorded;
    }

    /** Users about whom nothing is known today. */
    private Predicate<UserName> notRead() {
      return everyone ? unread::contains : notSeen();
    }

    private List<Facts> rotating() {
      return looked.stream().filter(Seen::rotates).toList();
    }

    /**
     * Whose keys stay known: one of two may be a key whose secret no one has, even if an adversary
     * clears the record, and the successor of an exposed key is one while AWS quarantines the user.
     */
    private List<Facts> unfinished() {
      return looked.stream()
          .filter(
              user ->
                  rotates(user)
                      || user.keys().size() > 1
                      || user.evidence().quarantine().isPresent())
          .toList();
    }

    private static boolean rotates(Facts user) {
      return user.record() instanceof UnderWay;
    }
  }

  /** Notes which old keys a plan saw inactive, and removes notes that are not true any more. */
  public synchronized void seen(Seen plan) {
    List<Facts> rotating = plan.rotating();
    change(before -> seen(before, plan, rotating));
    if (plan.everyone() && plan.unread().isEmpty()) {
      LocalDate day = plan.today().minusDays(Notes.FILES_KEPT_DAYS);
      change(before -> before.withoutFilesBefore(day, keys(plan.unfinished())));
    }
    if (plan.everyone()) {
      change(before -> before.withoutWarningsBut(keys(plan.looked()), plan.unread()));
    }
    change(
        before ->
            before.withoutUnusedBut(
                plan.recorded(), plan.notSeen(), plan.unused(), plan.notRead()));
    LocalDate yesterday = plan.today().minusDays(1);
    change(before -> before.withoutOrdersBut(keys(plan.looked()), plan.notSeen(), yesterday));
    change(before -> before.withoutExposedBut(keys(plan.looked()), plan.notSeen(), yesterday));
    Set<KeyId> replaceable = keys(plan.unfinished());
    change(before -> before.withoutCreatingBut(replaceable, plan.notSeen(), yesterday));
  }

  private static Set<KeyId> keys(List<Facts> users) {
    return users.stream()
        .flatMap(user -> user.keys().stream())
        .map(AccessKey::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Notes seen(Notes before, Seen plan, List<Facts> rotating) {
    Notes after = before.without(isOver(plan));
    for (Facts user : rotating) {
      after = after.seen(user, plan.today());
    }
    for (Facts user : plan.looked()) {
      after = after.kept(user, plan.today());
    }
    return after;
  }

  /** The users that have no rotation any more, or do not exist. */
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

  /** Removes the inactive dates of keys that are active now. */
  public synchronized void active(Facts user) {
    user.activeKeys().forEach(key -> activated(key.id()));
  }

  /** Removes the inactive date of a key that is active again. */
  public synchronized void activated(KeyId key) {
    change(before -> before.active(key));
  }

  /** Notes a deactivated key. */
  public synchronized void deactivated(UserName user, KeyId key, LocalDate today) {
    change(before -> before.deactivated(user, key, today));
  }

  /** An owner was warned that a key will be replaced. */
  public synchronized void warned(UserName user, KeyId key, EmailAddress address, LocalDate today) {
    change(before -> before.warned(user, key, address, today));
  }

  /** An owner has been warned since a day that a key is unused. */
  public synchronized void unused(UserName user, KeyId key, EmailAddress address, LocalDate since) {
    change(before -> before.unused(user, key, address, since));
  }

  /**
   * Persists that an unused key is about to be deactivated.
   *
   * @throws PortFailure if that could not be written, or the key is kept by now; then it must stay
   *     active
   */
  public void retiring(KeyId key) {
    change(before -> before.retired(key, true));
    write();
    if (!now().isRetired(key)) {
      throw new PortFailure(Kind.REFUSED, "%s was activated again meanwhile".formatted(key));
    }
  }

  /** An unused key could not be deactivated. */
  public synchronized void notRetired(KeyId key) {
    change(before -> before.retired(key, false));
  }

  /** An unused key does not exist any more. */
  public synchronized void gone(KeyId key) {
    change(before -> before.withoutUnused(key));
  }

  /**
   * Persists that an unused key is active again, or about to be.
   *
   * @throws PortFailure if that could not be written
   */
  public void kept(KeyId key, LocalDate today) {
    change(before -> before.kept(key, today));
    write();
  }

  /** A key is active once more, and that was announced. */
  public synchronized void reactivated(UserName user, KeyId key) {
    change(before -> before.reactivated(user, key));
  }

  /**
   * Persists that a key is about to be created in place of an old one.
   *
   * @throws PortFailure if the note could not be written; then no key must be created
   */
  public void creating(UserName user, Rotating record) {
    Notes.Creating noted = new Notes.Creating(user, record.instant());
    change(before -> before.creating(record.oldKey(), noted));
    write();
  }

  /** Notes that no key was created for a user, at once if possible. */
  public void notCreated(UserName user) {
    change(before -> before.withoutCreating(user));
    keep();
  }

  /**
   * Persists what is about to be stored as the file of a key, which proves that it was created.
   *
   * @throws PortFailure if the note could not be written; then the file must not be stored
   */
  public void storing(HandOver handOver, Fingerprint print, LocalDate today) {
    Notes.File file = new Notes.File(handOver.user(), today, print, 0, false, handOver.delivery());
    change(before -> before.withoutCreating(handOver.user()).stored(handOver.key(), file));
    write();
  }

  /**
   * Persists an administrator's order to replace a key.
   *
   * @throws PortFailure if it could not be written; then there is no order
   */
  public void ordered(KeyId key, Notes.Order order) {
    change(before -> before.ordered(key, order));
    write();
  }

  /**
   * Persists that there is no order to replace a key any more.
   *
   * @throws PortFailure if that could not be written; then the order stands
   */
  public void withdrawn(KeyId key) {
    persist(before -> before.withoutOrder(key));
  }

  /** AWS Health reported a key as exposed. */
  public synchronized void exposed(KeyId key, UserName user, LocalDate today) {
    change(before -> before.exposed(key, new Notes.Exposed(user, today)));
  }

  /**
   * Notes what was stored. If that was not known before, writes it at once, if possible: without
   * it, a later run does not recognize the file.
   */
  public void stored(KeyId key, Fingerprint print) {
    if (change(before -> before.printed(key, print))) {
      keep();
    }
  }

  /**
   * Persists that a mail about a key is about to be sent, and that day. Does nothing for a key
   * whose file is not noted. Another run may have stored it since the notes were read, and two runs
   * may send at the same time: each counts its own mail, so that neither removes the other's note.
   *
   * @throws PortFailure if the note could not be written; then no mail must be sent
   */
  public void announcing(KeyId key, LocalDate today) {
    if (file(key).isEmpty()) {
      refresh();
    }
    persist(before -> before.mailed(key, today));
  }

  /** Notes that the mail about a key was accepted. */
  public synchronized void announced(KeyId key) {
    change(before -> before.accepted(key));
  }

  /** Removes the note of a mail that was refused. */
  public synchronized void notAnnounced(KeyId key) {
    change(before -> before.notMailed(key));
  }

  /**
   * Persists that the grace of an old key begins again beside a new one. Does nothing for a key
   * whose file is not noted.
   *
   * @throws PortFailure if the note could not be written; then the grace must not begin
   */
  public void graceFrom(KeyId newKey, LocalDate today) {
    persist(before -> before.graceFrom(newKey, today));
  }

  private Optional<Notes.File> file(KeyId key) {
    return now().file(key);
  }

  /** Whether that changes anything. */
  private synchronized boolean change(UnaryOperator<Notes> change) {
    Notes after = change.apply(notes);
    boolean changed = notes.known() && !after.equals(notes);
    if (changed) {
      notes = after;
      unwritten.add(change);
    }
    return changed;
  }

  /** Writes a change, and what an earlier write failed to; does nothing if nothing is pending. */
  private void persist(UnaryOperator<Notes> change) {
    change(change);
    if (pending().changes() > 0) {
      write();
    }
  }

  /** Writes the pending changes, if possible. */
  public void keep() {
    if (pending().changes() == 0) {
      return;
    }
    try {
      write();
    } catch (PortFailure failure) {
      events.on(new Event.NotesNotKept(failure.message()));
    }
  }

  /** What a write is about. */
  private record Pending(Notes notes, int changes) {}

  private synchronized Pending pending() {
    return new Pending(notes, unwritten.size());
  }

  private synchronized long changes() {
    return written + unwritten.size();
  }

  private synchronized boolean isWritten(long changes) {
    return written >= changes;
  }

  private synchronized void written(Pending done) {
    unwritten.subList(0, done.changes()).clear();
    written += done.changes();
  }

  /**
   * Writes all changes that were made so far. Of threads that wait for their turn, the first writes
   * for all.
   */
  private void write() {
    if (!now().known()) {
      throw new PortFailure(Kind.UNCLEAR, "What Keyturn has noted of keys could not be read.");
    }
    long wanted = changes();
    synchronized (exchange) {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (isWritten(wanted)) {
          return;
        }
        Pending pending = pending();
        if (text.write(NotesText.of(account, pending.notes()))) {
          written(pending);
          return;
        }
        refresh();
      }
    }
    throw new PortFailure(
        Kind.THROTTLED, "Other runs write " + BucketPaths.NOTES + " all the time.");
  }
}

package dev.keyturn.apply;

import dev.keyturn.event.Effect;
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.plan.ActionDays;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.CredentialStore.Put;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys.Creation;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NoteStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The single effects of the protocol, for one reason. Each effect renews the lease first if needed
 * and writes its result to the audit trail.
 */
public final class AuditedEffects {
  /**
   * Facts older than this justify no destructive step: the machine may have been suspended since.
   */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Set<Effect> KEY_EFFECTS =
      EnumSet.of(Effect.CREATE_KEY, Effect.DEACTIVATE_KEY, Effect.ACTIVATE_KEY, Effect.DELETE_KEY);

  private final RunContext context;
  private final Ports ports;
  private final Settings settings;
  private final NoticeWriter noticeWriter;
  private final LeasedSession session;
  private final NoteStore notes;
  private final String why;

  /** Whether these steps of one user created, deactivated or deleted a key. */
  private boolean keyChanged;

  /** Whether the audit trail may not contain that yet. */
  private boolean unwritten;

  /**
   * The effects of a run.
   *
   * @param why the reason, as the audit trail has it
   */
  public AuditedEffects(
      RunContext context,
      NoticeWriter noticeWriter,
      LeasedSession session,
      NoteStore notes,
      String why) {
    this.context = context;
    this.ports = context.ports();
    this.settings = context.settings();
    this.noticeWriter = noticeWriter;
    this.session = session;
    this.notes = notes;
    this.why = why;
  }

  /** The same steps, for another reason. */
  AuditedEffects because(String reason) {
    return new AuditedEffects(context, noticeWriter, session, notes, reason);
  }

  public Policy policy() {
    return settings.policy();
  }

  /** AWS's clock. */
  public Instant now() {
    return ports.account().now();
  }

  /** The day by AWS's clock, in UTC. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), ZoneOffset.UTC);
  }

  /** This machine's clock, for {@link #stillFresh}. */
  public Instant tick() {
    return context.environment().clock().instant();
  }

  /** Whether facts read at an instant of this machine's clock are still fresh. */
  private boolean isFresh(Instant readAt) {
    return within(FRESH, readAt);
  }

  /** Whether at most this time has passed since an instant of this machine's clock. */
  boolean within(Duration time, Instant since) {
    return Duration.between(since, tick()).abs().compareTo(time) <= 0;
  }

  /** Refuses an irreversible step on facts that are too old. */
  void stillFresh(UserName user, Instant readAt) {
    if (!isFresh(readAt)) {
      throw new PortFailure(
          PortFailure.Kind.REFUSED,
          "%s was read %s seconds ago, which is too long ago for a step that cannot be undone; the next run continues"
              .formatted(user, Duration.between(readAt, tick()).toSeconds()));
    }
  }

  /** Whether no other run has acted recently, so reads show every effect of earlier runs. */
  boolean alone() {
    return session.alone();
  }

  /** Waits, and renews the lease meanwhile. */
  void pause(Duration time) {
    session.pause(time);
  }

  /** Persists an audit line before changing a user's keys. */
  public void begin(UserName user, KeyId key, String what) {
    session.begin(user, key, what, why);
  }

  /** Records an effect on a key that an interrupted earlier run had. */
  void found(UserName user, Effect effect, KeyId key, String object) {
    session.found(user, effect, key.value(), object, why);
    unwritten = true;
  }

  /** Writes both tags of the record in one call. */
  public void record(UserName user, UnderWay record) {
    effect(
        user,
        Effect.RECORD,
        record.oldKey().value(),
        record.dateTag(),
        () ->
            ports
                .users()
                .tag(
                    user,
                    Map.of(
                        settings.dateTag(), record.dateTag(),
                        settings.oldKeyTag(), record.oldKey().value())));
  }

  /** Removes both tags of the record. */
  public void forget(UserName user) {
    effect(
        user, Effect.CLEAR_RECORD, "", "", () -> ports.users().untag(user, settings.recordTags()));
  }

  /**
   * Persists that a key is about to be created under a record: later, only such a key counts as an
   * orphan.
   *
   * @throws PortFailure if the note could not be written; then no key must be created
   */
  void noteCreating(UserName user, Rotating recorded) {
    notes.creating(user, recorded);
  }

  /** Notes that no key was created, and that one of that moment is the owner's. */
  void noteNotCreated(UserName user) {
    notes.notCreated(user);
  }

  /**
   * Makes a key, in one attempt.
   *
   * @param check checks right before the call whether there is still time; renewing the lease may
   *     take time
   */
  Creation create(UserName user, Runnable check) {
    Creation creation =
        attempt(user, Effect.CREATE_KEY, "", "", () -> ports.keys().create(user, check));
    switch (creation) {
      case Creation.Made made -> session.made(user, made.key().id(), why);
      case Creation.NoRoom _ ->
          session.failed(user, Effect.CREATE_KEY, "", "", why, "the user has a second key already");
    }
    return creation;
  }

  /**
   * Persists what the file will be: later, only a noted file counts as credentials.
   *
   * @throws PortFailure if the note could not be written; then the file must not be stored
   */
  void noteStoring(HandOver handOver) {
    notes.storing(handOver, ports.credentialStore().expected(handOver), today());
  }

  /**
   * Stores the credentials of a new key if no object has their name. It does so even after losing
   * the lease, because the secret exists and the name belongs to this key only.
   */
  Put store(HandOver handOver) {
    UserName user = handOver.user();
    String key = handOver.key().value();
    String name = handOver.objectKey();
    Put put = tried(user, Effect.STORE_FILE, key, name, () -> stored(handOver));
    if (put instanceof Put.Stored now) {
      notes.stored(handOver.key(), now.print());
      noteStored(user, handOver.key());
    }
    return put;
  }

  /** An error message may quote the request. */
  private Put stored(HandOver handOver) {
    try {
      return ports.credentialStore().store(handOver);
    } catch (PortFailure failure) {
      throw new PortFailure(failure.kind(), handOver.withoutSecret(failure.message()));
    }
  }

  /** Notes that credentials were stored, as a reply or a read has shown. */
  void noteStored(UserName user, KeyId key) {
    session.done(user, Effect.STORE_FILE, key.value(), fileName(user, key), why);
  }

  /**
   * Claims the object name of a key's credentials, so that no run can store them any more; returns
   * whether the name was free.
   */
  boolean claim(UserName user, KeyId key) {
    String name = fileName(user, key);
    boolean claimed =
        attempt(
            user,
            Effect.CLAIM_FILE,
            key.value(),
            name,
            () -> ports.credentialStore().claim(user, key, delivery(user, key)));
    if (claimed) {
      session.done(user, Effect.CLAIM_FILE, key.value(), name, why);
    }
    return claimed;
  }

  /** The object under the name of a key's file. */
  StoredFile file(UserName user, KeyId key) {
    return notes.judge(ports.credentialStore().look(user, key, delivery(user, key)), user, key);
  }

  /** Who fetches the file of a new key. */
  Delivery delivery(UserName user, KeyId newKey) {
    return notes.now().delivery(user, newKey);
  }

  /** The name of the object that holds, or would hold, the file of a new key. */
  String fileName(UserName user, KeyId newKey) {
    return HandOver.objectKey(user, newKey, delivery(user, newKey));
  }

  /** The administrator's order to replace a key, if there is one. */
  Optional<Notes.Order> order(KeyId oldKey) {
    return notes.now().order(oldKey);
  }

  /** Persists an administrator's order. */
  public void order(KeyId oldKey, Notes.Order order) {
    notes.ordered(oldKey, order);
  }

  /** Persists that there is no order any more. */
  public void withdraw(KeyId oldKey) {
    notes.withdrawn(oldKey);
  }

  /** Deactivates a key if the facts, read at an instant, are still fresh. */
  void deactivate(UserName user, KeyId key, Instant readAt) {
    effect(
        user,
        Effect.DEACTIVATE_KEY,
        key.value(),
        "",
        () -> ports.keys().deactivate(user, key, () -> stillFresh(user, readAt)));
    notes.deactivated(user, key, today());
  }

  /** Persists that an unused key is about to be deactivated. */
  void retiring(KeyId key) {
    notes.retiring(key);
  }

  /** Notes that an unused key could not be deactivated. */
  void notRetired(KeyId key) {
    notes.notRetired(key);
  }

  /** Whether Keyturn deactivates a key, or has, because nothing used it. */
  public boolean isRetired(KeyId key) {
    return notes.now().isRetired(key);
  }

  /** Whether an administrator ordered to shut a key out. */
  boolean isCompromised(KeyId key) {
    return notes.now().isCompromised(key);
  }

  /** A key is deleted: no note about its use is needed any more. */
  void gone(KeyId key) {
    notes.gone(key);
  }

  /** Persists that an unused key is active again, or about to be. */
  public void kept(KeyId key) {
    notes.kept(key, today());
  }

  /** Notes that the grace of an old key begins again today beside a new one. */
  public void noteGrace(KeyId newKey) {
    notes.graceFrom(newKey, today());
  }

  /** Notes that an old key was reactivated and got another grace period. */
  void noteReactivated(UserName user, KeyId key) {
    notes.reactivated(user, key);
  }

  public void activate(UserName user, KeyId key) {
    effect(user, Effect.ACTIVATE_KEY, key.value(), "", () -> ports.keys().activate(user, key));
    notes.activated(key);
  }

  /** Deletes a key if the facts, read at an instant, are still fresh. */
  void delete(UserName user, KeyId key, Instant readAt) {
    effect(
        user,
        Effect.DELETE_KEY,
        key.value(),
        "",
        () -> ports.keys().delete(user, key, () -> stillFresh(user, readAt)));
  }

  /** The key that this run made for a user, if it stays. */
  Optional<KeyId> made(UserName user) {
    return session.made(user);
  }

  /** Deletes a key after its object name was claimed, so its secret is unavailable. */
  void deleteClaimed(UserName user, KeyId key) {
    effect(user, Effect.DELETE_KEY, key.value(), "", () -> ports.keys().delete(user, key));
  }

  /** Deletes a key that this run created but could not store, with or without the lease. */
  void drop(UserName user, KeyId key) {
    tried(
        user,
        Effect.DELETE_KEY,
        key.value(),
        "",
        () -> {
          ports.keys().delete(user, key);
          session.dropped(user);
          return true;
        });
    session.done(user, Effect.DELETE_KEY, key.value(), "", why);
  }

  /**
   * Performs the step that follows a record. If the step is denied, it had no effect and every
   * other run would be denied too: restores what was before.
   *
   * @throws PortFailure of the step; a failure to restore is suppressed in it
   */
  static void orRestore(Runnable step, Runnable restore) {
    try {
      step.run();
    } catch (PortFailure failure) {
      if (failure.kind() == PortFailure.Kind.DENIED) {
        try {
          restore.run();
        } catch (PortFailure restoring) {
          failure.addSuppressed(restoring);
        }
      }
      throw failure;
    }
  }

  private void effect(UserName user, Effect effect, String key, String object, Runnable call) {
    attempt(
        user,
        effect,
        key,
        object,
        () -> {
          call.run();
          return true;
        });
    session.done(user, effect, key, object, why);
  }

  private <T> T attempt(UserName user, Effect effect, String key, String object, Supplier<T> call) {
    session.keep();
    return tried(user, effect, key, object, call);
  }

  private <T> T tried(UserName user, Effect effect, String key, String object, Supplier<T> call) {
    try {
      T result = call.get();
      if (KEY_EFFECTS.contains(effect)) {
        keyChanged = true;
        unwritten = true;
      }
      return result;
    } catch (PortFailure failure) {
      if (failure.kind() == PortFailure.Kind.DENIED) {
        session.denied(effect, failure.message());
      }
      if (effect == Effect.SEND_MAIL) {
        unsent(failure);
      }
      session.failed(user, effect, key, object, why, failure.message());
      throw failure;
    }
  }

  /**
   * Reports a failed mail: SES may accept no mail at all, and no other user's key should be changed
   * to find out. A mail with an unclear outcome counts only if a key was changed for it, so that
   * one address that always fails does not block all other users.
   */
  private void unsent(PortFailure failure) {
    if (failure.general()) {
      session.mailsFail(failure.message());
      return;
    }
    switch (failure.kind()) {
      case UNREACHABLE -> session.mailsMayFail(failure.message());
      case UNCLEAR, THROTTLED -> {
        if (keyChanged) {
          session.mailsMayFail(failure.message());
        }
      }
      case DENIED, CREDENTIALS, NOT_FOUND, UNSUPPORTED, REFUSED -> {}
    }
  }

  /** Sends the owner a mail and returns the day on which it was accepted. */
  public LocalDate notifyOwner(Facts user, Notice notice) {
    EmailAddress address =
        switch (user.owner()) {
          case Owner.At at -> at.address();
          case Owner.None _, Owner.Unreachable _ ->
              throw new IllegalStateException("no address of " + user.user());
        };
    if (unwritten) {
      // The next step clears the record, and a later run could not find and note this mail.
      session.writeTrail();
      unwritten = false;
    }
    effect(
        user.user(),
        Effect.SEND_MAIL,
        "",
        address.value(),
        () -> send(noticeWriter.write(address, notice, today())));
    return today();
  }

  private void send(Mail mail) {
    try {
      ports.mailer().send(mail);
    } catch (PortFailure failure) {
      throw failure.ofMail();
    }
  }

  /**
   * Sends the owner a mail about a new key. Notes before that the key may be announced, and removes
   * the note if the mail was clearly refused. If the old key is compromised, notes that the mail
   * was accepted: this is what justifies to deactivate it at once.
   */
  LocalDate announce(Facts user, KeyId oldKey, KeyId newKey, Notice notice) {
    notes.announcing(newKey, today());
    try {
      LocalDate accepted = notifyOwner(user, notice);
      if (notes.now().isCompromised(oldKey)) {
        notes.announced(newKey);
      }
      return accepted;
    } catch (PortFailure failure) {
      if (failure.clear()) {
        notes.notAnnounced(newKey);
      }
      throw failure;
    }
  }

  /** Notes since when an owner has been warned that a key is unused. */
  void unused(Facts user, AccessKey key, LocalDate since) {
    if (user.owner() instanceof Owner.At at) {
      notes.unused(user.user(), key.id(), at.address(), since);
    }
  }

  /** Notes that an owner was warned of a key, where a rotation depends on it. */
  void warned(Facts user, AccessKey key, LocalDate today) {
    if (policy().noticeDays() > 0 && user.owner() instanceof Owner.At at) {
      notes.warned(user.user(), key.id(), at.address(), today);
    }
  }

  /** A key with its last use, as reported if it was, for a mail that takes nothing away. */
  SeenKey reported(Facts user, AccessKey key) {
    return user.evidence()
        .reportedUse(key.id())
        .map(use -> new SeenKey(key, new Sighting.Known(use)))
        .orElseGet(() -> seen(user.user(), key));
  }

  /** A key with its last use, for a mail; unknown if the read fails. */
  public SeenKey seen(UserName user, AccessKey key) {
    try {
      return new SeenKey(key, new Sighting.Known(ports.keys().lastUse(user, key.id())));
    } catch (PortFailure _) {
      return new SeenKey(key, new Sighting.Unknown());
    }
  }

  /** A key of the facts with its last use. */
  public SeenKey seen(Facts user, KeyId key) {
    return seen(user.user(), user.key(key).orElseThrow());
  }

  /** The days on which a run at this time of day deactivates and deletes keys. */
  ActionDays actionDays() {
    return ActionDays.at(settings.options().noAction(), now());
  }

  /**
   * The first day on which something is more than a number of days old, and a key is deactivated or
   * deleted.
   */
  public LocalDate after(LocalDate day, int days) {
    return actionDays().from(day.plusDays(days + 1L));
  }
}

package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reminders;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores in the bucket when each warning was sent, for {@code REMIND_EVERY_DAYS}. It is read when
 * the first warning is decided, and written if one was sent. If reading or writing fails, warnings
 * are sent earlier, never later. Thread-safe.
 */
public final class ReminderStore {
  private final StateObject text;
  private final Events events;
  private final Reminders none;

  /** The warnings sent by this run. */
  private final Map<UserName, Warn> sent = new ConcurrentHashMap<>();

  private final Lock reading = new ReentrantLock();
  private Optional<Reminders> read = Optional.empty();
  private volatile String account = "";

  public ReminderStore(BucketObjects bucketObjects, Settings settings, Events events) {
    this.text = new StateObject(bucketObjects, BucketPaths.REMINDERS);
    this.events = events;
    this.none = Reminders.none(settings.options().remindEveryDays(), settings.policy());
  }

  /** The stored warnings; the first call reads them. */
  public Reminders now() {
    reading.lock();
    try {
      Reminders known = read.orElseGet(this::remembered);
      read = Optional.of(known);
      return known;
    } finally {
      reading.unlock();
    }
  }

  /** The stored warnings if they were read, else none; only a forecast needs more. */
  public Reminders known() {
    reading.lock();
    try {
      return read.orElse(none);
    } finally {
      reading.unlock();
    }
  }

  /** The next use reads the stored warnings of an account again. */
  public void read(String accountId) {
    reading.lock();
    try {
      account = accountId;
      read = Optional.empty();
    } finally {
      reading.unlock();
    }
  }

  private Reminders remembered() {
    try {
      return text.read()
          .flatMap(found -> RemindersText.read(found, account))
          .map(none::with)
          .orElse(none);
    } catch (PortFailure failure) {
      events.on(new Event.Unchecked("reminders", failure.message()));
      return none;
    }
  }

  /** A warning was accepted for delivery. */
  public void sent(UserName user, Warn warn) {
    sent.put(user, warn);
  }

  /** Writes the sent warnings; does not overwrite another run's. */
  public void keep(LocalDate today) {
    if (sent.isEmpty()) {
      return;
    }
    Reminders all = now().and(sent, today).lasting(today);
    try {
      if (!text.write(RemindersText.of(account, all.last()))) {
        events.on(new Event.RemindersNotKept("another run wrote them meanwhile"));
      }
    } catch (PortFailure failure) {
      events.on(new Event.RemindersNotKept(failure.message()));
    }
  }
}

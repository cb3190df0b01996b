package dev.keyturn.state;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reminders;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores in the bucket when each warning was sent, for {@code REMIND_EVERY_DAYS}; if that is 1,
 * reads and writes nothing. If reading or writing fails, warnings are sent earlier, never later.
 * Thread-safe.
 */
public final class ReminderStore {
  /** The object of the reminders. */
  public static final String REMINDERS = "state/reminders.txt";

  private final StateObject text;
  private final Events events;
  private final Reminders none;

  /** The warnings sent by this run. */
  private final Map<UserName, Warn> sent = new ConcurrentHashMap<>();

  private volatile Reminders reminders;
  private volatile String account = "";

  public ReminderStore(BucketObjects papers, Settings settings, Events events) {
    this.text = new StateObject(papers, REMINDERS);
    this.events = events;
    this.none = Reminders.none(settings.options().remindEveryDays(), settings.policy());
    this.reminders = none;
  }

  /** The stored warnings, from the last read. */
  public Reminders now() {
    return reminders;
  }

  /** Reads the stored warnings of an account. */
  public void read(String accountId) {
    if (!none.remember()) {
      return;
    }
    account = accountId;
    reminders = none;
    try {
      text.read()
          .flatMap(found -> RemindersText.read(found, account))
          .ifPresent(last -> reminders = none.with(last));
    } catch (PortFailure failure) {
      events.on(new Event.Unchecked("reminders", failure.message()));
    }
  }

  /** A warning was accepted for delivery. */
  public void sent(UserName user, Warn warn) {
    sent.put(user, warn);
  }

  /** Writes the sent warnings, if they are needed; does not overwrite another run's. */
  public void keep(LocalDate today) {
    if (!none.remember() || sent.isEmpty()) {
      return;
    }
    Reminders all = reminders.and(sent, today).lasting(today);
    try {
      if (!text.write(RemindersText.of(account, all.last()))) {
        events.on(new Event.RemindersNotKept("another run wrote them meanwhile"));
      }
    } catch (PortFailure failure) {
      events.on(new Event.RemindersNotKept(failure.message()));
    }
  }
}

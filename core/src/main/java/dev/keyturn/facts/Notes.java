package dev.keyturn.facts;

import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What Keyturn itself has seen and done, stored in the bucket, where people who can write tags
 * cannot write. The rotation record says where to resume; these notes justify the step.
 *
 * @param known whether they could be read; without them no key is made, deactivated or deleted
 * @param inactive old keys that were seen inactive, and have been whenever they were looked at
 * @param files credentials files that were stored
 * @param reactivated how often an old key was active again after it was deactivated
 * @param warned keys whose owner was warned that they will be replaced
 * @param orders keys that an administrator ordered to replace, whatever their age
 * @param unused keys that are retired because nothing uses them
 * @param exposed keys that AWS Health reported as exposed or compromised
 * @param creating old keys in whose place a key was about to be created, and may have been
 */
public record Notes(
    boolean known,
    Map<KeyId, Inactive> inactive,
    Map<KeyId, File> files,
    Map<KeyId, Reactivated> reactivated,
    Map<KeyId, Warned> warned,
    Map<KeyId, Order> orders,
    Map<KeyId, Unused> unused,
    Map<KeyId, Exposed> exposed,
    Map<KeyId, Creating> creating) {
  /**
   * How many days the file of a key without a rotation stays noted, because a rotation may need the
   * note again.
   */
  public static final int FILES_KEPT_DAYS = 100;

  private static final int MARK_BYTES = 8;
  private static final Notes NONE =
      new Notes(
          true, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  private static final Notes UNKNOWN =
      new Notes(
          false, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public Notes {
    inactive = Map.copyOf(inactive);
    files = Map.copyOf(files);
    reactivated = Map.copyOf(reactivated);
    warned = Map.copyOf(warned);
    orders = Map.copyOf(orders);
    unused = Map.copyOf(unused);
    exposed = Map.copyOf(exposed);
    creating = Map.copyOf(creating);
  }

  /**
   * A key that was seen inactive.
   *
   * @param since the day on which it was first seen so, in UTC
   */
  public record Inactive(UserName user, LocalDate since) {}

  /**
   * A file that was stored.
   *
   * @param user in the name of its object
   * @param since the day on which it was stored, or the later one of the last mail about it, or on
   *     which the grace of the old key began again, in UTC
   * @param print of what was stored
   * @param mails how many mails about it may have been accepted, by as many runs
   * @param accepted whether one of them certainly was
   * @param delivery who fetches it, which is part of the object's name, too
   */
  public record File(
      UserName user,
      LocalDate since,
      Fingerprint print,
      int mails,
      boolean accepted,
      Delivery delivery) {
    public File(UserName user, LocalDate since, Fingerprint print, boolean announced) {
      this(user, since, print, announced ? 1 : 0, announced, Delivery.OWNER);
    }

    /** Whether a mail about it may have been accepted. */
    public boolean announced() {
      return mails > 0;
    }

    private File with(Fingerprint otherPrint, int otherMails) {
      return new File(user, since, otherPrint, otherMails, accepted, delivery);
    }

    private File from(LocalDate day) {
      return new File(user, day, print, mails, accepted, delivery);
    }
  }

  /** A key that was active again. */
  public record Reactivated(UserName user, int times) {}

  /**
   * A key whose owner was warned.
   *
   * @param owner the {@linkplain #mark mark} of the address that the first warning went to
   * @param since the day of the first warning, in UTC
   */
  public record Warned(UserName user, String owner, LocalDate since) {}

  /**
   * An administrator's order to replace a key.
   *
   * @param day on which it was given, in UTC
   * @param compromised whether the key is deactivated as soon as its successor is announced
   */
  public record Order(UserName user, LocalDate day, boolean compromised) {}

  /**
   * A key that AWS Health reported as exposed or compromised.
   *
   * @param day of the first such event, in UTC
   */
  public record Exposed(UserName user, LocalDate day) {}

  /**
   * A key that was about to be created, within a minute, unless the note of its file says that it
   * was.
   *
   * @param instant the one in the record of the rotation, of AWS's clock
   */
  public record Creating(UserName user, Instant instant) {
    private boolean fits(AccessKey key) {
      return Duration.between(instant, key.created()).abs().compareTo(Rotating.TOLERANCE) <= 0;
    }
  }

  /**
   * A key that nothing uses.
   *
   * @param owner the {@linkplain #mark mark} of the address that was warned
   * @param since the day of the first warning, or from which it is kept, in UTC
   */
  public record Unused(UserName user, String owner, LocalDate since, Phase phase) {
    /** Whether this owner was warned. */
    public boolean warned(Owner present) {
      return present instanceof Owner.At at && owner.equals(mark(at.address()));
    }

    private Unused in(Phase other) {
      return new Unused(user, owner, since, other);
    }

    /** How far its retirement is. */
    public enum Phase {
      /** Its owner was warned that it will be deactivated. */
      WARNED,
      /** Keyturn is about to deactivate it. */
      RETIRED,
      /** It was deactivated: if it is active again, a person wanted that. */
      OFF,
      /** It is active again, so it counts as used on that day. */
      KEPT;

      /** Whether a rotation of the key leaves it as it is. */
      boolean lasts() {
        return this == OFF || this == KEPT;
      }
    }
  }

  /** The order to replace a key, if there is one. */
  public Optional<Order> order(KeyId key) {
    return Optional.ofNullable(orders.get(key));
  }

  /** Whether an administrator ordered to shut a key out. */
  public boolean isCompromised(KeyId key) {
    return order(key).filter(Order::compromised).isPresent();
  }

  /** Whether a key of a user is to be replaced by order. */
  public boolean ordered(UserName user) {
    return orders.values().stream().anyMatch(order -> order.user().equals(user));
  }

  /** Who fetches the file of a new key: as it was noted, or as an order to the user has it. */
  public Delivery delivery(UserName user, KeyId newKey) {
    return file(newKey)
        .map(File::delivery)
        .orElseGet(
            () ->
                orders.values().stream()
                        .anyMatch(order -> order.user().equals(user) && order.compromised())
                    ? Delivery.ADMINISTRATOR
                    : Delivery.OWNER);
  }

  /** The same, and an order. */
  public Notes ordered(KeyId key, Order order) {
    Map<KeyId, Order> all = new HashMap<>(orders);
    all.put(key, order);
    return withOrders(all);
  }

  /** Without the order to replace a key. */
  public Notes withoutOrder(KeyId key) {
    return withOrders(keep(orders, other -> !other.equals(key)));
  }

  /**
   * Without orders about keys that are not among these, unless they are of such users, or given on
   * a day or later: IAM may not show a key that is new.
   */
  public Notes withoutOrdersBut(Set<KeyId> keys, Predicate<UserName> users, LocalDate since) {
    return withOrders(
        only(
            orders,
            (key, order) ->
                keys.contains(key) || users.test(order.user()) || !order.day().isBefore(since)));
  }

  /** Whether AWS Health reported a key of a user. */
  public boolean exposed(UserName user) {
    return exposed.values().stream().anyMatch(noted -> noted.user().equals(user));
  }

  /** The same, and a key that AWS Health reported; the first event counts. */
  public Notes exposed(KeyId key, Exposed noted) {
    Map<KeyId, Exposed> all = new HashMap<>(exposed);
    all.putIfAbsent(key, noted);
    return withExposed(all);
  }

  /**
   * Without exposed keys that are not among these, unless they are of such users, or were reported
   * on a day or later.
   */
  public Notes withoutExposedBut(Set<KeyId> keys, Predicate<UserName> users, LocalDate since) {
    return withExposed(
        only(
            exposed,
            (key, noted) ->
                keys.contains(key) || users.test(noted.user()) || !noted.day().isBefore(since)));
  }

  /** What stands for an address, so that the address itself is not kept. */
  static String mark(EmailAddress address) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(address.value().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Nothing is noted. */
  public static Notes none() {
    return NONE;
  }

  /** The notes could not be read. */
  public static Notes unknown() {
    return UNKNOWN;
  }

  /** Since when a key has been seen inactive; a day to come was written by a wrong clock. */
  public Optional<LocalDate> inactiveSince(KeyId key, LocalDate today) {
    return Optional.ofNullable(inactive.get(key))
        .map(Inactive::since)
        .filter(since -> !since.isAfter(today));
  }

  /**
   * Since when the present owner of a key has been warned that it will be replaced; a day to come
   * was written by a wrong clock.
   */
  public Optional<LocalDate> warnedSince(KeyId key, Owner owner, LocalDate today) {
    return owner instanceof Owner.At at
        ? Optional.ofNullable(warned.get(key))
            .filter(noted -> noted.owner().equals(mark(at.address())))
            .map(Warned::since)
            .filter(since -> !since.isAfter(today))
        : Optional.empty();
  }

  /** The same, and a warning about a key; the first to the same address counts. */
  public Notes warned(UserName user, KeyId key, EmailAddress address, LocalDate today) {
    if (warnedSince(key, new Owner.At(address), today).isPresent()) {
      return this;
    }
    Map<KeyId, Warned> all = new HashMap<>(warned);
    all.put(key, new Warned(user, mark(address), today));
    return withWarned(all);
  }

  /** Without warnings about keys that are not among these, unless they are of such users. */
  public Notes withoutWarningsBut(Set<KeyId> keys, Set<UserName> users) {
    return withWarned(
        only(warned, (key, warning) -> keys.contains(key) || users.contains(warning.user())));
  }

  /** How far the retirement of an unused key is. */
  public Optional<Unused> unused(KeyId key) {
    return Optional.ofNullable(unused.get(key));
  }

  /**
   * Since when the present owner of a key has been warned that it is unused; a day to come was
   * written by a wrong clock.
   */
  public Optional<LocalDate> unusedSince(KeyId key, Owner owner, LocalDate today) {
    return unused(key)
        .filter(noted -> noted.phase() == Unused.Phase.WARNED && noted.warned(owner))
        .map(Unused::since)
        .filter(since -> !since.isAfter(today));
  }

  /** The same, and since when an owner has been warned that a key is unused. */
  public Notes unused(UserName user, KeyId key, EmailAddress address, LocalDate since) {
    return unused(key, new Unused(user, mark(address), since, Unused.Phase.WARNED));
  }

  /** The same, and an unused key that is deactivated because its owner was warned, or not. */
  public Notes retired(KeyId key, boolean retired) {
    return unused(
        key,
        noted ->
            noted.phase().lasts()
                ? noted
                : noted.in(retired ? Unused.Phase.RETIRED : Unused.Phase.WARNED));
  }

  private Notes unused(KeyId key, UnaryOperator<Unused> change) {
    return unused(key).map(noted -> unused(key, change.apply(noted))).orElse(this);
  }

  private Notes unused(KeyId key, Unused noted) {
    Map<KeyId, Unused> all = new HashMap<>(unused);
    all.put(key, noted);
    return withUnused(all);
  }

  /** Whether Keyturn deactivates a key, or has, because nothing used it. */
  public boolean isRetired(KeyId key) {
    return unused(key)
        .filter(noted -> noted.phase() == Unused.Phase.RETIRED || noted.phase() == Unused.Phase.OFF)
        .isPresent();
  }

  /** The same, and a key that is inactive, as Keyturn meant it to be. */
  private Notes off(KeyId key) {
    return unused(
        key, noted -> noted.phase() == Unused.Phase.RETIRED ? noted.in(Unused.Phase.OFF) : noted);
  }

  /**
   * The same once a user was looked at: a key that was deactivated, and is active, is kept. Where
   * the record says that Keyturn deactivated it, clearing the record does that, once reads have
   * settled; where another run has deactivated it since, it was active before.
   */
  public Notes kept(Facts user, LocalDate today) {
    Notes after = this;
    for (AccessKey key : user.activeKeys()) {
      boolean recorded =
          user.record() instanceof UnderWay record
              && record.retires()
              && record.oldKey().equals(key.id());
      if (!recorded && isOff(key.id()) && user.evidence().notes().isOff(key.id())) {
        after = after.kept(key.id(), today);
      }
    }
    return after;
  }

  private boolean isOff(KeyId key) {
    return unused(key).filter(noted -> noted.phase() == Unused.Phase.OFF).isPresent();
  }

  /** The same, and an unused key that is active again. */
  public Notes kept(KeyId key, LocalDate today) {
    return unused(key, noted -> new Unused(noted.user(), noted.owner(), today, Unused.Phase.KEPT));
  }

  /**
   * Without unused keys that are not among these, unless they are of such users; and without
   * warnings about keys that are not among those whose warning still holds, unless they are of
   * users that could not be read.
   */
  public Notes withoutUnusedBut(
      Set<KeyId> keys, Predicate<UserName> users, Set<KeyId> warned, Predicate<UserName> unread) {
    return withUnused(
        only(
            unused,
            (key, noted) ->
                noted.phase() == Unused.Phase.WARNED
                    ? warned.contains(key) || unread.test(noted.user())
                    : keys.contains(key) || users.test(noted.user())));
  }

  /** Without what is noted of the use of a key. */
  public Notes withoutUnused(KeyId key) {
    return withUnused(keep(unused, other -> !other.equals(key)));
  }

  /** What is noted of the file of a key. */
  public Optional<File> file(KeyId key) {
    return Optional.ofNullable(files.get(key));
  }

  /**
   * Whether a run created a key in place of an old one, or was about to when the owner created this
   * one.
   */
  public boolean created(AccessKey key, KeyId oldKey) {
    return file(key.id()).isPresent()
        || Optional.ofNullable(creating.get(oldKey)).filter(noted -> noted.fits(key)).isPresent();
  }

  /** The same, and a key that is about to be created in place of an old one. */
  public Notes creating(KeyId oldKey, Creating noted) {
    Map<KeyId, Creating> all = new HashMap<>(creating);
    all.put(oldKey, noted);
    return withCreating(all);
  }

  /** Without keys about to be created for a user. */
  public Notes withoutCreating(UserName user) {
    return withCreating(only(creating, (_, noted) -> !noted.user().equals(user)));
  }

  /**
   * Without keys about to be created in place of others than these, unless they are for such users,
   * or were about to be created on a day or later.
   */
  public Notes withoutCreatingBut(Set<KeyId> oldKeys, Predicate<UserName> users, LocalDate since) {
    Instant begin = since.atStartOfDay().toInstant(ZoneOffset.UTC);
    return withCreating(
        only(
            creating,
            (key, noted) ->
                oldKeys.contains(key)
                    || users.test(noted.user())
                    || !noted.instant().isBefore(begin)));
  }

  /** Whether Keyturn created this key and no mail can have announced it. */
  public boolean neverAnnounced(KeyId key) {
    return file(key).filter(file -> !file.announced()).isPresent();
  }

  /**
   * Whether a mail may have announced this key: if it is older than notes are kept, that cannot be
   * ruled out.
   */
  public boolean mayBeAnnounced(AccessKey key, LocalDate today) {
    return file(key.id()).map(File::announced).orElse(key.olderThan(FILES_KEPT_DAYS, today));
  }

  /** How often a key was active again. */
  public int timesReactivated(KeyId key) {
    return Optional.ofNullable(reactivated.get(key)).map(Reactivated::times).orElse(0);
  }

  /** The notes on one user's keys. */
  public Notes of(Facts user) {
    List<KeyId> keys = user.keys().stream().map(AccessKey::id).toList();
    return new Notes(
        known,
        of(keys, inactive),
        of(keys, files),
        of(keys, reactivated),
        of(keys, warned),
        of(keys, orders),
        of(keys, unused),
        of(keys, exposed),
        of(keys, creating));
  }

  /**
   * The same once a user was looked at: an old key that is inactive is noted with today, unless it
   * was before; one that is active, gone or named by no record is not noted any more.
   */
  public Notes seen(Facts user, LocalDate today) {
    Optional<AccessKey> old =
        user.record() instanceof UnderWay record ? user.key(record.oldKey()) : Optional.empty();
    Map<KeyId, Inactive> off = new HashMap<>(inactive);
    Set<KeyId> keys = user.keys().stream().map(AccessKey::id).collect(Collectors.toSet());
    off.entrySet()
        .removeIf(entry -> keys.contains(entry.getKey()) || isOf(entry.getValue().user(), user));
    old.filter(key -> !key.active())
        .ifPresent(
            key ->
                off.put(
                    key.id(),
                    new Inactive(user.user(), inactiveSince(key.id(), today).orElse(today))));
    Map<KeyId, Reactivated> again = new HashMap<>(reactivated);
    again
        .entrySet()
        .removeIf(
            entry ->
                (keys.contains(entry.getKey()) || isOf(entry.getValue().user(), user))
                    && !old.map(AccessKey::id).equals(Optional.of(entry.getKey())));
    Notes after = withInactive(off).withReactivated(again);
    if (!(user.record() instanceof UnderWay record)) {
      return after;
    }
    if (!record.retires()) {
      return after.withUnused(
          only(unused, (key, noted) -> !key.equals(record.oldKey()) || noted.phase().lasts()));
    }
    return old.filter(key -> !key.active()).map(key -> after.off(key.id())).orElse(after);
  }

  private static boolean isOf(UserName noted, Facts user) {
    return noted.equals(user.user());
  }

  /** The same, and a key that was just deactivated. */
  public Notes deactivated(UserName user, KeyId key, LocalDate today) {
    Map<KeyId, Inactive> off = new HashMap<>(inactive);
    off.put(key, new Inactive(user, inactiveSince(key, today).orElse(today)));
    return withInactive(off).off(key);
  }

  /** The same, and a key that is active. */
  public Notes active(KeyId key) {
    return inactive.containsKey(key)
        ? withInactive(keep(inactive, other -> !other.equals(key)))
        : this;
  }

  /** The same, and what is noted of the file of a key. */
  public Notes stored(KeyId key, File file) {
    Map<KeyId, File> all = new HashMap<>(files);
    all.put(key, file);
    return withFiles(all);
  }

  /** The same, and a mail about a key whose file is noted: the grace of the old key begins. */
  public Notes mailed(KeyId key, LocalDate today) {
    return stored(key, file -> file.with(file.print(), file.mails() + 1).from(today));
  }

  /** The same, without a mail about a key that was refused. */
  public Notes notMailed(KeyId key) {
    return stored(key, file -> file.with(file.print(), Math.max(0, file.mails() - 1)));
  }

  /** The same, and a new key beside which the grace of the old one begins again. */
  public Notes graceFrom(KeyId newKey, LocalDate today) {
    return stored(newKey, file -> file.from(today));
  }

  /**
   * Since when the grace of an old key has run beside a new one; a day to come was written by a
   * wrong clock. Empty if no file of the new key is noted.
   */
  public Optional<LocalDate> graceSince(KeyId newKey, LocalDate today) {
    return file(newKey).map(File::since).filter(since -> !since.isAfter(today));
  }

  /** The same, and a key whose owner has a mail about it, if its file is noted. */
  public Notes accepted(KeyId key) {
    return stored(
        key,
        file ->
            new File(file.user(), file.since(), file.print(), file.mails(), true, file.delivery()));
  }

  /** The same, and what is known of the file of a key by now. */
  public Notes printed(KeyId key, Fingerprint print) {
    return stored(key, file -> file.with(print, file.mails()));
  }

  private Notes stored(KeyId key, UnaryOperator<File> change) {
    return file(key).map(file -> stored(key, change.apply(file))).orElse(this);
  }

  /** The same, and a key that is active once more. */
  public Notes reactivated(UserName user, KeyId key) {
    Map<KeyId, Reactivated> all = new HashMap<>(reactivated);
    all.put(key, new Reactivated(user, timesReactivated(key) + 1));
    return withReactivated(all);
  }

  /** Without what is noted of some users' keys, but for files. */
  public Notes without(Predicate<UserName> users) {
    return withInactive(only(inactive, (_, seen) -> !users.test(seen.user())))
        .withReactivated(only(reactivated, (_, again) -> !users.test(again.user())));
  }

  /** Without files that were stored before a day, unless they are of these keys. */
  public Notes withoutFilesBefore(LocalDate day, Set<KeyId> but) {
    return withFiles(only(files, (key, file) -> but.contains(key) || !file.since().isBefore(day)));
  }

  private Notes withInactive(Map<KeyId, Inactive> others) {
    return new Notes(known, others, files, reactivated, warned, orders, unused, exposed, creating);
  }

  private Notes withFiles(Map<KeyId, File> others) {
    return new Notes(
        known, inactive, others, reactivated, warned, orders, unused, exposed, creating);
  }

  private Notes withReactivated(Map<KeyId, Reactivated> others) {
    return new Notes(known, inactive, files, others, warned, orders, unused, exposed, creating);
  }

  private Notes withWarned(Map<KeyId, Warned> others) {
    return new Notes(
        known, inactive, files, reactivated, others, orders, unused, exposed, creating);
  }

  private Notes withOrders(Map<KeyId, Order> others) {
    return new Notes(
        known, inactive, files, reactivated, warned, others, unused, exposed, creating);
  }

  private Notes withUnused(Map<KeyId, Unused> others) {
    return new Notes(
        known, inactive, files, reactivated, warned, orders, others, exposed, creating);
  }

  private Notes withExposed(Map<KeyId, Exposed> others) {
    return new Notes(known, inactive, files, reactivated, warned, orders, unused, others, creating);
  }

  private Notes withCreating(Map<KeyId, Creating> others) {
    return new Notes(known, inactive, files, reactivated, warned, orders, unused, exposed, others);
  }

  /** What is noted of a few keys; there may be many thousand others. */
  private static <V> Map<KeyId, V> of(List<KeyId> keys, Map<KeyId, V> all) {
    return keys.stream()
        .filter(all::containsKey)
        .collect(Collectors.toMap(Function.identity(), all::get));
  }

  private static <V> Map<KeyId, V> keep(Map<KeyId, V> all, Predicate<KeyId> kept) {
    return only(all, (key, _) -> kept.test(key));
  }

  private static <V> Map<KeyId, V> only(Map<KeyId, V> all, BiPredicate<KeyId, V> kept) {
    return all.entrySet().stream()
        .filter(entry -> kept.test(entry.getKey(), entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

package dev.keyturn.policy;

import static dev.keyturn.policy.Given.NEVER;
import static dev.keyturn.policy.Given.NEW;
import static dev.keyturn.policy.Given.OLD;
import static dev.keyturn.policy.Given.THIRD;
import static dev.keyturn.policy.Given.TODAY;
import static dev.keyturn.policy.Given.USED;
import static dev.keyturn.policy.Given.ago;
import static dev.keyturn.policy.Given.alice;
import static dev.keyturn.policy.Given.noon;
import static dev.keyturn.policy.Given.usedDaysAgo;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Dated;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Deleting;
import dev.keyturn.facts.RotationRecord.None;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.Stored;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.RotationRecord.Unreadable;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All users that differ in what a decision may depend on: up to three keys of every status and of
 * ages on both sides of every boundary, every phase of a record with dates on both sides of every
 * boundary, any of the keys or none being the old one, every kind of owner, room for tags or not.
 */
final class Combinations {
  private static final List<Integer> AGES = List.of(-1, 0, 11, 30, 31, 60, 61);
  private static final List<Integer> AGES_OF_THREE = List.of(0, 11, 61);
  private static final List<Integer> DATES = List.of(-1, 0, 1, 7, 8, 10, 11, 20, 21);
  private static final List<Owner> OWNERS =
      List.of(alice().facts().owner(), new Owner.None(), new Owner.Unreachable("nowhere"));

  private static final int PARTS = 5;

  private Combinations() {}

  /** The users of a sample: all keys and all records, but not all keys with each rotation. */
  static void each(Sample sample, Consumer<Facts> sink) {
    List<RotationRecord> records = records();
    List<List<AccessKey>> keys = keys();
    for (int k = 0; k < keys.size(); k++) {
      Given user = alice().keys(keys.get(k));
      for (int r = 0; r < records.size(); r++) {
        RotationRecord record = records.get(r);
        if (!(record instanceof UnderWay) || sample.has(k + r, PARTS)) {
          each(user.record(record), sink);
        }
      }
    }
  }

  private static void each(Given user, Consumer<Facts> sink) {
    for (Owner owner : OWNERS) {
      Given given = user.owner(owner);
      notes(given.facts()).forEach(notes -> sink.accept(given.noted(notes).facts()));
      Given seen = given.noted(Notes.none().seen(given.facts(), ago(8)));
      sink.accept(seen.room(false).facts());
      sink.accept(seen.exempt(new Exemption.Until(TODAY, "why")).facts());
      sink.accept(seen.exempt(new Exemption.Until(ago(1), "why")).facts());
      sink.accept(seen.exempt(new Exemption.Unreadable("smudged")).facts());
    }
  }

  /** What may be noted of a user's keys, as far as it makes a difference. */
  private static List<Notes> notes(Facts user) {
    List<Notes> all = new ArrayList<>(List.of(Notes.none()));
    if (!(user.owner() instanceof Owner.At)) {
      return all;
    }
    switch (user.record()) {
      case None _ -> all.add(Notes.unknown());
      case Rotating rotating -> {
        all.add(Notes.unknown());
        if (user.keys().size() > 1) {
          Stream.of(0, 121)
              .map(late -> new Notes.Creating(user.user(), rotating.instant().plusSeconds(late)))
              .forEach(noted -> all.add(Notes.none().creating(rotating.oldKey(), noted)));
        }
      }
      case Deactivated _, Deleting _ -> {
        all.add(Notes.unknown());
        all.add(Notes.none().reactivated(user.user(), old(user)));
        seen(user).forEach(all::add);
      }
      case Dated _ -> seen(user).forEach(all::add);
      case Stored _, Rotated _, Deactivating _, Unreadable _ -> {}
    }
    if (user.record() instanceof UnderWay
        && user.keys().size() == 2
        && user.activeKeys().size() == 2) {
      stored(user).forEach(all::add);
    }
    return all;
  }

  private static KeyId old(Facts user) {
    return ((UnderWay) user.record()).oldKey();
  }

  private static Stream<Notes> seen(Facts user) {
    return Stream.of(7, 8, -1)
        .map(days -> Notes.none().deactivated(user.user(), old(user), ago(days)));
  }

  private static Stream<Notes> stored(Facts user) {
    Fingerprint print = new Fingerprint(100, Optional.empty());
    return user.keysBut(old(user)).stream()
        .flatMap(
            key ->
                Stream.of(
                        new Notes.File(user.user(), ago(11), print, false),
                        new Notes.File(user.user(), ago(10), print, 1, false, Delivery.OWNER),
                        new Notes.File(user.user(), ago(11), print, true))
                    .map(file -> Notes.none().stored(key.id(), file)));
  }

  /** All answers to a question. */
  static List<Finding> answers(Question question) {
    return switch (question) {
      case Question.OfNewKey(KeyId key) ->
          Stream.of(NEVER, USED)
              .flatMap(
                  use ->
                      Stream.of(StoredFile.values())
                          .<Finding>map(file -> new Finding.NewKey(key, use, file)))
              .toList();
      case Question.OfOldKey(KeyId key) ->
          Stream.of(NEVER, USED, usedDaysAgo(3), usedDaysAgo(4))
              .<Finding>map(use -> new Finding.OldKey(key, use))
              .toList();
      case Question.OfAddress(EmailAddress address) ->
          Stream.of(
                  new Mailbox.Open(), new Mailbox.Suppressed("BOUNCE"), new Mailbox.Unknown("lost"))
              .<Finding>map(mailbox -> new Finding.Address(address, mailbox))
              .toList();
      case Question.OfAccess _ ->
          Stream.of(
                  new FileAccess.Granted(),
                  new FileAccess.Refused("not allowed"),
                  new FileAccess.Unknown("lost"))
              .<Finding>map(Finding.Access::new)
              .toList();
    };
  }

  private static List<List<AccessKey>> keys() {
    List<List<AccessKey>> all = new ArrayList<>();
    all.add(List.of());
    for (AccessKey first : kinds(OLD, AGES)) {
      all.add(List.of(first));
      for (AccessKey second : kinds(NEW, AGES)) {
        all.add(List.of(first, second));
      }
    }
    for (AccessKey first : kinds(OLD, AGES_OF_THREE)) {
      for (AccessKey second : kinds(NEW, AGES_OF_THREE)) {
        for (AccessKey third : kinds(THIRD, AGES_OF_THREE)) {
          all.add(List.of(first, second, third));
        }
      }
    }
    return all;
  }

  private static List<AccessKey> kinds(KeyId id, List<Integer> ages) {
    return Stream.of(KeyStatus.values())
        .flatMap(status -> ages.stream().map(age -> new AccessKey(id, status, noon(age))))
        .toList();
  }

  private static List<RotationRecord> records() {
    List<RotationRecord> all = new ArrayList<>();
    all.add(new None());
    all.add(new Unreadable("smudged"));
    KeyId gone = new KeyId("AKIAGONE000000000004");
    for (KeyId old : List.of(OLD, NEW, gone)) {
      for (int days : DATES) {
        for (long seconds : List.of(0L, 120L, 121L)) {
          all.add(new Rotating(noon(days).plusSeconds(seconds), old));
        }
        all.add(new Stored(noon(days), old));
        all.add(new Dated(ago(days), old));
        all.add(new Rotated(ago(days), old));
        all.add(new Deactivating(ago(days), old));
        all.add(new Deactivated(ago(days), old));
        all.add(new Deleting(ago(days), old));
      }
    }
    return all;
  }
}

package dev.keyturn.policy;

import static dev.keyturn.policy.KeyStatus.ACTIVE;
import static dev.keyturn.policy.KeyStatus.EXPIRED;
import static dev.keyturn.policy.KeyStatus.INACTIVE;

import dev.keyturn.policy.Evidence.Finding;
import dev.keyturn.policy.RotationRecord.UnderWay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A user as a test needs it: with an address and room for tags, and no key until one is given. */
record Given(Facts facts) {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  /** The usual numbers, but for the last, so that it cannot be mistaken for the one before it. */
  static final Policy POLICY = new Policy(30, 60, 10, 7);

  static final EmailAddress ADDRESS = new EmailAddress("alice@corp.example");
  static final KeyId OLD = new KeyId("AKIAOLD0000000000001");
  static final KeyId NEW = new KeyId("AKIANEW0000000000002");
  static final KeyId THIRD = new KeyId("AKIATHIRD00000000003");
  static final LastUse NEVER = new LastUse.Never();
  static final LastUse USED = new LastUse.At(noon(1), "s3", "eu-central-1");

  static LastUse usedDaysAgo(int days) {
    return new LastUse.At(noon(days), "s3", "eu-central-1");
  }

  static Given alice() {
    return new Given(
        new Facts(
            new UserName("alice"),
            new Owner.At(ADDRESS),
            List.of(),
            new RotationRecord.None(),
            true,
            new Exemption.None(),
            Evidence.none()));
  }

  /** The day that lies so many days back. */
  static LocalDate ago(int days) {
    return TODAY.minusDays(days);
  }

  /** Noon of the day that lies so many days back. */
  static Instant noon(int daysAgo) {
    return ago(daysAgo).atTime(12, 0).toInstant(ZoneOffset.UTC);
  }

  Given active(KeyId id, int ageDays) {
    return key(id, ACTIVE, noon(ageDays));
  }

  Given inactive(KeyId id, int ageDays) {
    return key(id, INACTIVE, noon(ageDays));
  }

  Given expired(KeyId id, int ageDays) {
    return key(id, EXPIRED, noon(ageDays));
  }

  Given key(KeyId id, KeyStatus status, Instant created) {
    return keys(
        Stream.concat(facts.keys().stream(), Stream.of(new AccessKey(id, status, created)))
            .toList());
  }

  Given keys(List<AccessKey> keys) {
    return new Given(
        new Facts(
            facts.user(),
            facts.owner(),
            keys,
            facts.record(),
            facts.roomForRecord(),
            facts.exemption(),
            facts.evidence()));
  }

  Given record(RotationRecord record) {
    return new Given(
        new Facts(
            facts.user(),
            facts.owner(),
            facts.keys(),
            record,
            facts.roomForRecord(),
            facts.exemption(),
            facts.evidence()));
  }

  /** A phase of the rotation of {@link #OLD}, its last step so many days back. */
  Given phase(BiFunction<LocalDate, KeyId, UnderWay> phase, int daysAgo) {
    return record(phase.apply(ago(daysAgo), OLD));
  }

  Given tags(String date, String oldKey) {
    return record(RotationRecord.read(Optional.of(date), Optional.of(oldKey)));
  }

  Given owner(Owner owner) {
    return new Given(
        new Facts(
            facts.user(),
            owner,
            facts.keys(),
            facts.record(),
            facts.roomForRecord(),
            facts.exemption(),
            facts.evidence()));
  }

  Given room(boolean room) {
    return new Given(
        new Facts(
            facts.user(),
            facts.owner(),
            facts.keys(),
            facts.record(),
            room,
            facts.exemption(),
            facts.evidence()));
  }

  Given seen(KeyId key, LastUse use, StoredFile file) {
    return new Given(facts.with(new Finding.NewKey(key, use, file)));
  }

  /** What was found out about the use of the old key. */
  Given oldKeyUsed(LastUse use) {
    return new Given(facts.with(new Finding.OldKey(OLD, use)));
  }

  /** What was found out about the address. */
  Given mailbox(Mailbox mailbox) {
    return new Given(facts.with(new Finding.Address(ADDRESS, mailbox)));
  }

  /** Whether the owner can read a file. */
  Given access(FileAccess access) {
    return new Given(facts.with(new Finding.Access(access)));
  }

  Given exempt(Exemption exemption) {
    return new Given(
        new Facts(
            facts.user(),
            facts.owner(),
            facts.keys(),
            facts.record(),
            facts.roomForRecord(),
            exemption,
            facts.evidence()));
  }

  /** What Keyturn has noted of the user's keys. */
  Given noted(Notes notes) {
    return new Given(facts.noted(notes));
  }

  /** The old key was first seen inactive so many days back. */
  Given seenInactive(int daysAgo) {
    return noted(Notes.none().deactivated(facts.user(), OLD, ago(daysAgo)));
  }

  /** A run has noted that it stored the file of the new key. */
  Given stored(boolean announced) {
    return noted(
        Notes.none()
            .stored(
                NEW,
                new Notes.File(
                    facts.user(), ago(11), new Fingerprint(100, Optional.of("tag")), announced)));
  }

  /** The same; where no test says otherwise, as in an ordinary life. */
  Facts withNotes() {
    if (facts.evidence().findings().stream().anyMatch(Finding.Noted.class::isInstance)) {
      return facts;
    }
    return facts.record() instanceof UnderWay record && !record.day().isAfter(TODAY)
        ? facts.noted(Notes.none().deactivated(facts.user(), record.oldKey(), record.day()))
        : facts.noted(Notes.none());
  }

  /** The decision where mails reach the owner, who can read the file, as is mostly so. */
  Decision decided() {
    return decided(POLICY);
  }

  Decision decided(Policy policy) {
    Decision decision = Planner.decide(withNotes(), policy, TODAY);
    return decision instanceof Decision.Look(Reason _, Question question)
        ? switch (question) {
          case Question.OfAddress _ -> mailbox(new Mailbox.Open()).decided(policy);
          case Question.OfAccess _ -> access(new FileAccess.Granted()).decided(policy);
          case Question.OfNewKey _, Question.OfOldKey _ -> decision;
        }
        : decision;
  }
}

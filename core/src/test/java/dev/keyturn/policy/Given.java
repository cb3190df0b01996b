package dev.keyturn.policy;

import static dev.keyturn.facts.KeyStatus.ACTIVE;
import static dev.keyturn.facts.KeyStatus.EXPIRED;
import static dev.keyturn.facts.KeyStatus.INACTIVE;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A user as a test needs it: with an address and room for tags, and no key until one is given. */
public record Given(Facts facts) {
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  /** The usual numbers, but for the last, so that it cannot be mistaken for the one before it. */
  public static final Policy POLICY = new Policy(30, 60, 10, 7);

  public static final EmailAddress ADDRESS = new EmailAddress("alice@corp.example");
  public static final KeyId OLD = new KeyId("AKIAOLD0000000000001");
  public static final KeyId NEW = new KeyId("AKIANEW0000000000002");
  public static final KeyId THIRD = new KeyId("AKIATHIRD00000000003");
  public static final LastUse NEVER = new LastUse.Never();
  public static final LastUse USED = new LastUse.At(noon(1), "s3", "eu-central-1");

  public static LastUse usedDaysAgo(int days) {
    return new LastUse.At(noon(days), "s3", "eu-central-1");
  }

  public static Given alice() {
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

  /** The day a number of days ago. */
  public static LocalDate ago(int days) {
    return TODAY.minusDays(days);
  }

  /** Noon of the day a number of days ago. */
  public static Instant noon(int daysAgo) {
    return ago(daysAgo).atTime(12, 0).toInstant(ZoneOffset.UTC);
  }

  public Given active(KeyId id, int ageDays) {
    return key(id, ACTIVE, noon(ageDays));
  }

  public Given inactive(KeyId id, int ageDays) {
    return key(id, INACTIVE, noon(ageDays));
  }

  public Given expired(KeyId id, int ageDays) {
    return key(id, EXPIRED, noon(ageDays));
  }

  public Given key(KeyId id, KeyStatus status, Instant created) {
    return keys(
        Stream.concat(facts.keys().stream(), Stream.of(new AccessKey(id, status, created)))
            .toList());
  }

  public Given keys(List<AccessKey> keys) {
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

  public Given record(RotationRecord record) {
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

  /** A phase of the rotation of {@link #OLD}, with its last step a number of days ago. */
  public Given phase(BiFunction<LocalDate, KeyId, UnderWay> phase, int daysAgo) {
    return record(phase.apply(ago(daysAgo), OLD));
  }

  public Given tags(String date, String oldKey) {
    return record(RotationRecord.read(Optional.of(date), Optional.of(oldKey)));
  }

  public Given owner(Owner owner) {
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

  public Given room(boolean room) {
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

  public Given seen(KeyId key, LastUse use, StoredFile file) {
    return new Given(facts.with(new Finding.NewKey(key, use, file)));
  }

  /** What was found out about the use of the old key. */
  public Given oldKeyUsed(LastUse use) {
    return new Given(facts.with(new Finding.OldKey(OLD, use)));
  }

  /** What was found out about the address. */
  public Given mailbox(Mailbox mailbox) {
    return new Given(facts.with(new Finding.Address(ADDRESS, mailbox)));
  }

  /** Whether the owner can read a file. */
  public Given access(FileAccess access) {
    return new Given(facts.with(new Finding.Access(access)));
  }

  public Given exempt(Exemption exemption) {
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
  public Given noted(Notes notes) {
    return new Given(facts.noted(notes));
  }

  /** An administrator ordered yesterday to replace the old key, and nothing else is noted. */
  public Given ordered(boolean compromised) {
    return noted(Notes.none().ordered(OLD, new Notes.Order(facts.user(), ago(1), compromised)));
  }

  /** AWS has found a key of the user in public. */
  public Given quarantined() {
    return new Given(
        facts.with(
            new Finding.Quarantined(
                new Quarantine("arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"))));
  }

  /** The old key was first seen inactive a number of days ago. */
  public Given seenInactive(int daysAgo) {
    return noted(Notes.none().deactivated(facts.user(), OLD, ago(daysAgo)));
  }

  /** A run has noted that it stored the file of the new key, on a day that fits the record. */
  public Given stored(boolean announced) {
    return stored(
        facts.record() instanceof Deactivating
            ? facts.key(NEW).orElseThrow().createdOn()
            : ((UnderWay) facts.record()).day(),
        announced);
  }

  /** The same, noted on another day. */
  public Given stored(LocalDate since, boolean announced) {
    return noted(
        Notes.none()
            .stored(
                NEW,
                new Notes.File(
                    facts.user(), since, new Fingerprint(100, Optional.of("tag")), announced)));
  }

  /** A run has noted that it was about to create a key in place of the old one, as recorded. */
  public Given creating() {
    Rotating record = (Rotating) facts.record();
    return noted(
        withNotes()
            .evidence()
            .notes()
            .creating(record.oldKey(), new Notes.Creating(facts.user(), record.instant())));
  }

  /** The same; where no test says otherwise, as in an ordinary life. */
  public Facts withNotes() {
    if (facts.evidence().findings().stream().anyMatch(Finding.Noted.class::isInstance)) {
      return facts;
    }
    return facts.record() instanceof UnderWay record && !record.day().isAfter(TODAY)
        ? facts.noted(Notes.none().deactivated(facts.user(), record.oldKey(), record.day()))
        : facts.noted(Notes.none());
  }

  /** The decision where mails reach the owner, who can read the file, as is mostly so. */
  public Decision decided() {
    return decided(POLICY);
  }

  public Decision decided(Policy policy) {
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

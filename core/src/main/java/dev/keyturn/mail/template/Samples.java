package dev.keyturn.mail.template;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.Kind;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Notice.BroughtBack.Next;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.Signature.Contact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Made-up notices of every kind to try templates on. Together they cover every condition that a
 * template can test.
 */
public final class Samples {
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  public static final UserName ALICE = new UserName("alice");
  public static final KeyId OLD = new KeyId("AKIAIOSFODNN7EXAMPLE");
  public static final KeyId NEW = new KeyId("AKIAI44QH8DHBEXAMPLE");
  public static final Signature SIGNED =
      new Signature(
          "keyturn",
          "123456789012",
          "aws",
          new Contact.Known(new EmailAddress("cloud-team@corp.example")));
  private static final Signature TERSE =
      new Signature("keyturn", "123456789012", "aws-elsewhere", new Contact.None());

  private Samples() {}

  /** The variables of each sample of one kind; the first sample has the most. */
  static List<Map<String, Object>> of(Kind kind) {
    List<Map<String, Object>> samples = new ArrayList<>();
    if (kind == Kind.DIGEST) {
      for (Digest digest : SampleDigests.all()) {
        samples.add(DigestVariables.of(digest, SIGNED, TODAY));
        samples.add(DigestVariables.of(digest, TERSE, TODAY));
      }
    }
    for (Notice notice : notices()) {
      if (Kind.of(notice) == kind) {
        samples.add(Variables.of(notice, SIGNED, TODAY));
        samples.add(Variables.of(notice, TERSE, TODAY));
      }
    }
    return samples;
  }

  /**
   * The names of the variables that mails of every kind have, and layouts may use; for mails to
   * owners, of those that all of these have.
   */
  static Set<String> commonNames(boolean toOwner) {
    Set<String> common = new TreeSet<>(of(Kind.DELETED).getFirst().keySet());
    for (Kind kind : Kind.values()) {
      if (kind.toOwner() || !toOwner) {
        common.retainAll(of(kind).getFirst().keySet());
      }
    }
    return common;
  }

  public static List<Notice> notices() {
    SeenKey old = old(KeyStatus.ACTIVE);
    Sighting never = new Sighting.Known(new LastUse.Never());
    AccessKey unused =
        new AccessKey(NEW, KeyStatus.INACTIVE, Instant.parse("2026-11-12T06:00:00Z"));
    SeenKey second = new SeenKey(new AccessKey(NEW, KeyStatus.ACTIVE, unused.created()), never);
    SeenKey idle = new SeenKey(old.key(), never);
    SeenKey off = new SeenKey(unused, new Sighting.Unknown());
    FilePlace file = file("aws", new Expiry.At(Instant.parse("2026-12-13T00:00:00Z")));
    FilePlace elsewhere = file("aws-elsewhere", new Expiry.Unknown());
    LocalDate day = LocalDate.of(2026, 12, 2);
    return List.of(
        new Notice.Warned(ALICE, old, LocalDate.of(2026, 12, 1)),
        new Notice.SlotsTaken(ALICE, List.of(old, second), List.of(OLD)),
        new Notice.SlotsTaken(ALICE, List.of(old, off), List.of(OLD)),
        new Notice.Replaced(ALICE, old, NEW, never, file, day),
        new Notice.Replaced(ALICE, old, NEW, never, elsewhere, day),
        new Notice.ReplacedByOrder(new Notice.Replaced(ALICE, old, NEW, never, file, day)),
        new Notice.Compromised(ALICE, OLD, NEW),
        new Notice.ReplacedAfterwards(ALICE, OLD, NEW, file),
        new Notice.ReplacedAfterwards(ALICE, OLD, NEW, elsewhere),
        new Notice.NeverFetched(ALICE, old, NEW, day),
        new Notice.StillInUse(ALICE, old, second, day),
        new Notice.Deactivated(ALICE, old(KeyStatus.INACTIVE), day),
        new Notice.ShutOut(new Notice.Deactivated(ALICE, old(KeyStatus.INACTIVE), day)),
        new Notice.Deleted(ALICE, OLD),
        new Notice.Unused(ALICE, idle, day),
        new Notice.UnusedDeactivated(ALICE, new SeenKey(old(KeyStatus.INACTIVE).key(), never), day),
        new Notice.UnusedDeleted(ALICE, OLD),
        new Notice.WrongKeyOff(ALICE, old, List.of(new SeenKey(unused, never))),
        new Notice.Reactivated(ALICE, old, second, day),
        new Notice.BroughtBack(ALICE, old, new Next.Deactivated(second, day)),
        new Notice.BroughtBack(ALICE, old, new Next.Kept()));
  }

  private static SeenKey old(KeyStatus status) {
    return new SeenKey(
        new AccessKey(OLD, status, Instant.parse("2026-10-01T09:30:00Z")),
        new Sighting.Known(
            new LastUse.At(Instant.parse("2026-11-20T17:05:00Z"), "s3", "eu-central-1")));
  }

  private static FilePlace file(String partition, Expiry expiry) {
    return new FilePlace(
        "corp-credentials",
        BucketPaths.file(ALICE, NEW, Delivery.OWNER),
        "eu-central-1",
        partition,
        expiry);
  }

  /** The full names of all variables; the members of a group are joined by dots. */
  static SortedSet<String> names(Map<String, Object> variables) {
    SortedSet<String> names = new TreeSet<>();
    variables.forEach((name, value) -> add(name, value, names));
    return names;
  }

  private static void add(String name, Object value, SortedSet<String> names) {
    switch (value) {
      case Map<?, ?> group -> group.forEach((part, inner) -> add(name + "." + part, inner, names));
      case List<?> list -> {
        names.add(name);
        list.forEach(element -> add(name + "[]", element, names));
      }
      default -> names.add(name);
    }
  }
}

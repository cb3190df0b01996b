package dev.keyturn.run;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.Keys;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What an AWS account remembers: users with their tags and keys, objects, mails. It keeps AWS's
 * limits (two keys, 50 tags, the case of tag keys ignored) and every version of a user, so that
 * reads can lag behind.
 */
final class MemoryAws {
  static final int KEYS_PER_USER = 2;

  final TurnedClock clock;
  final Map<UserName, List<Version>> users = new TreeMap<>();
  final Map<String, byte[]> objects = new TreeMap<>();
  final Map<String, String> bucketObjects = new TreeMap<>();
  final List<Mail> mails = new ArrayList<>();
  final Map<KeyId, String> secrets = new TreeMap<>();
  final Map<KeyId, LastUse> uses = new HashMap<>();

  /** Addresses that get no mail, with SES's reason. */
  final Map<EmailAddress, String> suppressed = new HashMap<>();

  /** Users whom no policy allows to read their own file. */
  final Set<UserName> withoutAccess = new HashSet<>();

  /** Users one of whose keys AWS has found in public. */
  final Set<UserName> quarantined = new HashSet<>();

  /** Whether a KMS key encrypts files, so that their entity tags are known only once stored. */
  boolean kms;

  /** The answer to the permission check. */
  Allowance allowance = new Allowance.Known(14, 50_000);

  Answer permissions = new Answer.Yes();

  /** How long reads of keys and tags are stale. */
  Duration keysLag = Duration.ZERO;

  Duration tagsLag = Duration.ZERO;

  /** Whether the bucket knows conditional writes to what is there, so that there can be a lease. */
  boolean leases = true;

  /** How often a listing has each user. */
  int listings = 1;

  /** What the report says of the root user. */
  Optional<ReportedRoot> root = Optional.empty();

  /** How long AWS generates a credential report. */
  Duration reportTakes = Duration.ZERO;

  /** The number of invalid lines in the report. */
  int unreadableLines;

  /** What AWS says of users' keys: made when it is asked for, kept for four hours. */
  private List<ReportedUser> report = List.of();

  private Instant reported = Instant.MIN;

  private int keysMade;

  MemoryAws(TurnedClock clock) {
    this.clock = clock;
  }

  /** What a user was from an instant on. */
  record Version(Instant since, Map<String, String> tags, List<AccessKey> keys) {
    Version {
      Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      ignoringCase.putAll(tags);
      tags = ignoringCase;
      keys = List.copyOf(keys);
    }
  }

  Optional<Quarantine> quarantine(UserName user) {
    versions(user);
    return quarantined.contains(user)
        ? Quarantine.among(List.of("arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"))
        : Optional.empty();
  }

  /** When IAM made a user. */
  Instant created(UserName user) {
    return versions(user).getFirst().since();
  }

  /** Makes a report, unless there is one that is younger than four hours. */
  void requestReport() {
    if (reported.equals(Instant.MIN) || isOld()) {
      reported = clock.instant();
      report = users.keySet().stream().map(this::told).toList();
    }
  }

  private boolean isOld() {
    return reported.plus(Duration.ofHours(4)).isBefore(clock.instant());
  }

  CredentialReports.Reading readReport(ReportSink sink) {
    if (reported.equals(Instant.MIN) || isOld()) {
      return new CredentialReports.Reading.Absent();
    }
    if (reported.plus(reportTakes).isAfter(clock.instant())) {
      return new CredentialReports.Reading.NotYet();
    }
    report.forEach(sink);
    root.ifPresent(sink::root);
    return new CredentialReports.Reading.Read(unreadableLines);
  }

  /** By IAM's guide, keys that are off have no date, so the report does not have them. */
  private ReportedUser told(UserName user) {
    List<AccessKey> keys = now(user).keys();
    return new ReportedUser(
        user,
        created(user),
        keys.stream()
            .filter(AccessKey::active)
            .map(key -> new ReportedKey(true, switchedAt(user, key), lastUse(key.id())))
            .toList(),
        keys.size() > KEYS_PER_USER);
  }

  /** When a key was created or last switched on or off. */
  private Instant switchedAt(UserName user, AccessKey now) {
    Instant changed = now.created();
    Optional<AccessKey> before = Optional.empty();
    for (Version version : versions(user)) {
      Optional<AccessKey> then =
          version.keys().stream().filter(key -> key.id().equals(now.id())).findFirst();
      if (before.isPresent() && then.isPresent() && !before.equals(then)) {
        changed = version.since();
      }
      before = then;
    }
    return changed;
  }

  Version now(UserName user) {
    return versions(user).getLast();
  }

  List<AccessKey> keys(UserName user) {
    return seen(user, keysLag).keys();
  }

  Tags tags(UserName user) {
    return new Tags(new HashMap<>(seen(user, tagsLag).tags()));
  }

  private Version seen(UserName user, Duration lag) {
    Instant until = clock.instant().minus(lag);
    return versions(user).reversed().stream()
        .filter(version -> !version.since().isAfter(until))
        .findFirst()
        .orElseGet(versions(user)::getFirst);
  }

  List<Version> versions(UserName user) {
    return Optional.ofNullable(users.get(user))
        .orElseThrow(() -> new PortFailure(Kind.NOT_FOUND, "there is no user " + user));
  }

  private void change(UserName user, UnaryOperator<Version> change) {
    Version next = change.apply(now(user));
    versions(user).add(new Version(clock.instant(), next.tags(), next.keys()));
  }

  void tag(UserName user, Map<String, String> tags) {
    change(
        user,
        before -> {
          Map<String, String> after = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          after.putAll(before.tags());
          after.putAll(tags);
          if (after.size() > Tags.LIMIT) {
            throw new PortFailure(Kind.REFUSED, "LimitExceeded: tags of " + user);
          }
          return new Version(before.since(), after, before.keys());
        });
  }

  void untag(UserName user, List<String> keys) {
    change(
        user,
        before -> {
          Version after = new Version(before.since(), before.tags(), before.keys());
          keys.forEach(after.tags()::remove);
          return after;
        });
  }

  Keys.Creation create(UserName user) {
    if (now(user).keys().size() >= KEYS_PER_USER) {
      return new Keys.Creation.NoRoom();
    }
    AccessKey key = addKey(user, KeyStatus.ACTIVE, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return new Keys.Creation.Made(
        key, new Secret(Optional.ofNullable(secrets.get(key.id())).orElseThrow()));
  }

  AccessKey addKey(UserName user, KeyStatus status, Instant created) {
    keysMade++;
    AccessKey key = new AccessKey(new KeyId("AKIA%012d".formatted(keysMade)), status, created);
    secrets.put(key.id(), "SeCrEt/of+%s+00000000000000".formatted(key.id()).substring(0, 40));
    List<AccessKey> keys = new ArrayList<>(now(user).keys());
    keys.add(key);
    change(user, before -> new Version(before.since(), before.tags(), keys));
    return key;
  }

  void setStatus(UserName user, KeyId id, KeyStatus status) {
    require(user, id);
    change(
        user,
        before ->
            new Version(
                before.since(),
                before.tags(),
                before.keys().stream()
                    .map(
                        key -> key.id().equals(id) ? new AccessKey(id, status, key.created()) : key)
                    .toList()));
  }

  void delete(UserName user, KeyId id) {
    require(user, id);
    change(
        user,
        before ->
            new Version(
                before.since(),
                before.tags(),
                before.keys().stream().filter(key -> !key.id().equals(id)).toList()));
  }

  private void require(UserName user, KeyId id) {
    if (now(user).keys().stream().noneMatch(key -> key.id().equals(id))) {
      throw new PortFailure(Kind.NOT_FOUND, "there is no key " + id + " of " + user);
    }
  }

  /** As S3's entity tag, which is the MD5 of the content unless a KMS key encrypts it. */
  Fingerprint print(byte[] object) {
    if (kms) {
      return new Fingerprint(
          object.length, Optional.of("kms" + HexFormat.of().toHexDigits(Arrays.hashCode(object))));
    }
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(object);
      return new Fingerprint(object.length, Optional.of(HexFormat.of().formatHex(digest)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts an object unless one is there, as with {@code If-None-Match: *}. */
  boolean put(String name, byte[] content) {
    return objects.putIfAbsent(name, content) == null;
  }

  Mailbox mailbox(EmailAddress address) {
    return Optional.ofNullable(suppressed.get(address))
        .<Mailbox>map(Mailbox.Suppressed::new)
        .orElseGet(Mailbox.Open::new);
  }

  FileAccess access(UserName owner) {
    return withoutAccess.contains(owner)
        ? new FileAccess.Refused("no policy allows it")
        : new FileAccess.Granted();
  }

  UserName userOf(KeyId key) {
    return users.keySet().stream()
        .filter(user -> now(user).keys().stream().anyMatch(held -> held.id().equals(key)))
        .findFirst()
        .orElseThrow(() -> new PortFailure(PortFailure.Kind.NOT_FOUND, "no key " + key));
  }

  LastUse lastUse(KeyId key) {
    return uses.getOrDefault(key, new LastUse.Never());
  }
}

package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The account's buckets. Strongly consistent, as S3 is; one lock, this object's monitor, guards
 * everything.
 */
public final class Buckets {
  private static final Pattern NAME =
      Pattern.compile("(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** What a listing of buckets has about one. */
  public record Summary(String name, String region, Instant created) {}

  private static final class Bucket {
    final Summary summary;
    final TreeMap<String, StoredObject> objects = new TreeMap<>();
    final EnumMap<Setting, String> settings = new EnumMap<>(Setting.class);
    List<LifecycleRule> rules = List.of();

    /** No object expires earlier. */
    Instant firstExpiry = Instant.MAX;

    Bucket(Summary summary) {
      this.summary = summary;
      for (Setting setting : Setting.values()) {
        if (!setting.atFirst().isEmpty()) {
          settings.put(setting, setting.atFirst());
        }
      }
    }

    void expiresBy(Instant at) {
      firstExpiry = at.isBefore(firstExpiry) ? at : firstExpiry;
    }
  }

  private final String account;
  private final InstantSource clock;
  private final BucketNames names;
  private final Map<String, Bucket> buckets = new TreeMap<>();

  /** The buckets of one account, whose names are unique among {@code names}. */
  public Buckets(String account, InstantSource clock, BucketNames names) {
    this.account = account;
    this.clock = clock;
    this.names = names;
  }

  /** The account that owns every bucket here. */
  public String owner() {
    return account;
  }

  /** The account that owns a bucket of this or another account, if the bucket exists. */
  public Optional<String> owner(String bucket) {
    return names.owner(bucket);
  }

  /** CreateBucket (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). */
  public synchronized void create(String name, String region) {
    if (!NAME.matcher(name).matches()) {
      throw new AwsRefusal(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    names.claim(name, account);
    buckets.put(name, new Bucket(new Summary(name, region, now())));
  }

  public synchronized void delete(String name) {
    if (!bucket(name).objects.isEmpty()) {
      throw new AwsRefusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    buckets.remove(name);
    names.release(name);
  }

  public synchronized List<Summary> list() {
    return buckets.values().stream().map(bucket -> bucket.summary).toList();
  }

  public synchronized Summary get(String name) {
    return bucket(name).summary;
  }

  public synchronized StoredObject put(
      String name, String key, Bytes content, Map<String, String> headers, Condition condition) {
    Bucket bucket = bucket(name);
    condition.check(Optional.ofNullable(bucket.objects.get(key)));
    StoredObject object = new StoredObject(key, content, content.eTag(), now(), headers);
    bucket.objects.put(key, object);
    expiry(bucket, object).ifPresent(expiry -> bucket.expiresBy(expiry.at()));
    return object;
  }

  public synchronized Optional<StoredObject> find(String name, String key) {
    return Optional.ofNullable(bucket(name).objects.get(key));
  }

  public synchronized StoredObject get(String name, String key) {
    return find(name, key).orElseThrow(Buckets::noSuchKey);
  }

  /** DeleteObject: deleting what is not there succeeds. */
  public synchronized void delete(String name, String key) {
    delete(name, key, new Condition.None());
  }

  /** DeleteObject on a condition: what is not there meets none. */
  public synchronized void delete(String name, String key, Condition condition) {
    Bucket bucket = bucket(name);
    condition.check(Optional.ofNullable(bucket.objects.get(key)));
    bucket.objects.remove(key);
  }

  /** Throws every object of every bucket away, whatever its settings say. */
  public synchronized void empty() {
    buckets.values().forEach(bucket -> bucket.objects.clear());
  }

  public synchronized Listing list(String name, Listing.Query query) {
    return Listing.of(bucket(name).objects, query);
  }

  public synchronized Optional<String> setting(String name, Setting setting) {
    return Optional.ofNullable(bucket(name).settings.get(setting));
  }

  public synchronized void set(String name, Setting setting, String document) {
    bucket(name).settings.put(setting, document);
  }

  public synchronized void clear(String name, Setting setting) {
    bucket(name).settings.remove(setting);
    if (setting == Setting.LIFECYCLE) {
      bucket(name).rules = List.of();
    }
  }

  /** Puts lifecycle rules in force, and their document into {@link Setting#LIFECYCLE}. */
  public synchronized void lifecycle(String name, List<LifecycleRule> rules) {
    Bucket bucket = bucket(name);
    bucket.rules = List.copyOf(rules);
    bucket.settings.put(Setting.LIFECYCLE, LifecycleRule.document(rules));
    bucket.firstExpiry = Instant.MIN;
  }

  /** When an object will expire by the rules now in force; of several, the first to strike. */
  public synchronized Optional<Expiry> expiry(String name, StoredObject object) {
    return expiry(bucket(name), object);
  }

  private static Optional<Expiry> expiry(Bucket bucket, StoredObject object) {
    return bucket.rules.stream()
        .filter(rule -> rule.covers(object))
        .map(rule -> new Expiry(rule.expiry(object), rule.id()))
        .min(Comparator.comparing(Expiry::at));
  }

  /** Every access to a bucket calls this, so no read returns an expired object. */
  private Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new AwsRefusal(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    Instant now = clock.instant();
    if (!bucket.firstExpiry.isAfter(now)) {
      dropExpired(bucket, now);
    }
    return bucket;
  }

  private static void dropExpired(Bucket bucket, Instant now) {
    bucket.firstExpiry = Instant.MAX;
    for (StoredObject object : List.copyOf(bucket.objects.values())) {
      expiry(bucket, object)
          .ifPresent(
              expiry -> {
                if (expiry.at().isAfter(now)) {
                  bucket.expiresBy(expiry.at());
                } else {
                  bucket.objects.remove(object.key());
                }
              });
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  static AwsRefusal noSuchKey() {
    return new AwsRefusal(404, "NoSuchKey", "The specified key does not exist.");
  }
}

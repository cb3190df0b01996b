package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.automation.Works;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.BucketNames;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.trouble.Lag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * One AWS account in memory. All parts may be called from any thread; the same calls, clock and
 * generator give the same account. The root user has one access key, which may do everything.
 */
public final class Account {
  private final String id;
  private final InstantSource clock;
  private final BucketNames bucketNames;
  private final Directory directory;
  private final Users users;
  private final AccessKeys keys;
  private final Groups groups;
  private final Policies policies;
  private final Roles roles;
  private final Sessions sessions;
  private final CredentialReports reports;
  private final Buckets buckets;
  private final AtomicReference<Optional<String>> alias = new AtomicReference<>(Optional.empty());
  private final Map<String, Mailroom> mailrooms = new ConcurrentHashMap<>();
  private final Map<String, Works> works = new ConcurrentHashMap<>();
  private volatile AccessKey rootKey;

  /**
   * An empty account.
   *
   * @param id twelve digits
   */
  public Account(String id, InstantSource clock, RandomGenerator random) {
    this(id, clock, random, new BucketNames());
  }

  private Account(String id, InstantSource clock, RandomGenerator random, BucketNames bucketNames) {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("not an account id: " + id);
    }
    this.id = id;
    this.clock = clock;
    this.bucketNames = bucketNames;
    this.directory = new Directory(id, clock, random);
    this.users = new Users(directory);
    this.keys = new AccessKeys(directory);
    this.groups = new Groups(directory);
    this.policies = new Policies(directory);
    this.roles = new Roles(directory);
    this.sessions = new Sessions(directory, roles);
    this.reports = new CredentialReports(directory, this::rootKey);
    this.buckets = new Buckets(id, clock, bucketNames);
    Instant now = directory.now();
    this.rootKey =
        new AccessKey(
            directory.ids.id("AKIA"),
            directory.ids.secret(),
            "<root_account>",
            AccessKey.Status.ACTIVE,
            now,
            now,
            new LastUse.Never());
  }

  /** Another empty account, with the same clock, ids of its own, and shared bucket names. */
  public Account another(String otherId) {
    return new Account(otherId, clock, new SplittableRandom(directory.seed()), bucketNames);
  }

  public String id() {
    return id;
  }

  public Users users() {
    return users;
  }

  public AccessKeys keys() {
    return keys;
  }

  public Groups groups() {
    return groups;
  }

  public Policies policies() {
    return policies;
  }

  public Roles roles() {
    return roles;
  }

  public Sessions sessions() {
    return sessions;
  }

  public CredentialReports reports() {
    return reports;
  }

  public Buckets buckets() {
    return buckets;
  }

  /** SES in one region: identities, quotas and mails are apart from other regions', as on AWS. */
  public Mailroom mailroom(String region) {
    return mailrooms.computeIfAbsent(region, name -> new Mailroom(name, clock));
  }

  /** Functions and their triggers, in one region. */
  public Works works(String region) {
    return works.computeIfAbsent(region, name -> new Works(id, name));
  }

  /** The regions used so far, with what is in them. */
  public Map<String, Works> works() {
    return Map.copyOf(works);
  }

  /** The mailrooms used so far, by region. */
  public Map<String, Mailroom> mailrooms() {
    return Map.copyOf(mailrooms);
  }

  public AccessKey rootKey() {
    return rootKey;
  }

  /** Sets the lag of later reads of tags and keys behind writes. */
  public void lag(Lag lag) {
    synchronized (directory) {
      directory.lag = lag;
    }
  }

  /** Whether this is the key of a session that has ended. */
  public boolean expired(String keyId) {
    return sessions
        .find(keyId)
        .filter(session -> !session.expires().isAfter(clock.instant()))
        .isPresent();
  }

  /** Who signs with this key id; empty for a key that is unknown, deleted, inactive or expired. */
  public Optional<Signer> signer(String keyId) {
    if (keyId.equals(rootKey.id())) {
      return Optional.of(new Signer(keyId, rootKey.secret(), Secret.NONE, new Principal.Root(id)));
    }
    synchronized (directory) {
      Optional<Signer> user =
          directory
              .key(keyId)
              .filter(AccessKey::active)
              .map(key -> signer(key, directory.user(key.user())));
      return user.or(
          () ->
              sessions
                  .find(keyId)
                  .filter(session -> session.expires().isAfter(clock.instant()))
                  .map(
                      session ->
                          new Signer(
                              keyId, session.secret(), session.token(), session.principal())));
    }
  }

  /** Adds a user whose only policy is this document; returns a key to sign with. */
  public AccessKey userWith(String name, String policyDocument) {
    users.create(name, "/", List.of());
    policies.putUserPolicy(name, name, policyDocument);
    return keys.create(name);
  }

  /** Removes every user with their keys, and the credential report. */
  public void dismiss() {
    synchronized (directory) {
      directory.users.clear();
      directory.keyOwners.clear();
      reports.forget();
    }
  }

  /** The alias that people know the account by, if it has one. */
  public Optional<String> alias() {
    return alias.get();
  }

  /** Gives the account an alias. */
  public void name(String chosen) {
    alias.set(Optional.of(chosen));
  }

  /** Notes that a request signed with this key was served. */
  public void recordUse(String keyId, String region, String service) {
    LastUse.At use = new LastUse.At(directory.now(), region, service);
    if (keyId.equals(rootKey.id())) {
      rootKey = rootKey.used(use);
    } else {
      keys.recordUse(keyId, use);
    }
  }

  private static Signer signer(AccessKey key, UserState user) {
    User truth = user.truth();
    return new Signer(
        key.id(),
        key.secret(),
        Secret.NONE,
        new Principal.IamUser(truth.arn(), truth.id(), truth.name()));
  }
}

package dev.keyturn.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Limits;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Policy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Secret;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Sender;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NotesText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/** An account in memory, and all that it takes to run on it. */
public final class AccountFixture {
  public static final UserName ALICE = new UserName("alice");
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  public static final String ACCOUNT = "123456789012";
  public static final String DATE_TAG = "last-check-date";
  public static final String OLD_KEY_TAG = "last-check-old-key";
  public static final Settings SETTINGS =
      new Settings(
          "keyturn",
          new Sender(new EmailAddress("keys@corp.example")),
          "eu-central-1",
          "email",
          "corp",
          DATE_TAG,
          OLD_KEY_TAG,
          new Policy(30, 60, 10, 7),
          new Options(
              new Options.Contact.None(),
              new Options.Encryption.ByS3(),
              new Options.MailTemplates.Standard()));

  /** This machine's clock is wrong, and nothing may depend on it. */
  private static final Duration WRONG_BY = Duration.ofDays(1_000);

  /** Says a notice as it prints, so that a test can search it. */
  private static final NoticeWriter MAILROOM =
      (to, notice, _) ->
          new Mail(to, notice.getClass().getSimpleName(), notice.toString(), notice.toString());

  final TurnedClock clock = new TurnedClock();
  final MemoryAws aws = new MemoryAws(clock);
  final List<Event> events = new ArrayList<>();
  RandomGenerator random = new SplittableRandom(1);
  Settings settings = SETTINGS;

  AccountFixture user(UserName user, Map<String, String> tags) {
    aws.users.put(
        user, new ArrayList<>(List.of(new MemoryAws.Version(Instant.EPOCH, tags, List.of()))));
    return this;
  }

  /** A user whom IAM makes now. */
  AccountFixture made(UserName user, Map<String, String> tags) {
    aws.users.put(
        user, new ArrayList<>(List.of(new MemoryAws.Version(clock.instant(), tags, List.of()))));
    return this;
  }

  AccountFixture alice() {
    return user(ALICE, Map.of("email", "alice@corp.example"));
  }

  AccessKey key(UserName user, KeyStatus status, int ageDays) {
    return aws.addKey(user, status, clock.instant().minus(Duration.ofDays(ageDays)));
  }

  AccountFixture record(String date, KeyId oldKey) {
    aws.tag(ALICE, Map.of(DATE_TAG, date, OLD_KEY_TAG, oldKey.value()));
    return this;
  }

  AccountFixture used(KeyId key) {
    aws.uses.put(key, new LastUse.At(clock.instant(), "s3", "eu-central-1"));
    return this;
  }

  /** A run has made a key some days ago; its file is not there any more. */
  AccountFixture madeBy(KeyId key, int daysAgo) {
    Fingerprint print = new Fingerprint(100, Optional.of("tag"));
    return note(
        notes().stored(key, new Notes.File(ALICE, today().minusDays(daysAgo), print, true)));
  }

  /** A run has stored the file of a key, and noted that before. */
  AccountFixture fileOf(KeyId key) {
    HandOver handOver = new HandOver(ALICE, key, new Secret(aws.secrets.getOrDefault(key, "")));
    LocalDate made =
        aws.now(ALICE).keys().stream()
            .filter(one -> one.id().equals(key))
            .map(AccessKey::createdOn)
            .findFirst()
            .orElse(today());
    note(notes().stored(key, new Notes.File(ALICE, made, handOver.print(), false)));
    aws.put(HandOver.objectKey(ALICE, key), handOver.file());
    return this;
  }

  /** Keyturn has seen a key of Alice's inactive since a day. */
  AccountFixture seenInactive(KeyId key, LocalDate since) {
    return seenInactive(ALICE, key, since);
  }

  /** The same of another user. */
  AccountFixture seenInactive(UserName user, KeyId key, LocalDate since) {
    return note(notes().deactivated(user, key, since));
  }

  /** What is noted in the bucket. */
  Notes notes() {
    return Optional.ofNullable(aws.bucketObjects.get(BucketPaths.NOTES))
        .map(text -> NotesText.read(text, ACCOUNT).orElseThrow())
        .orElseGet(Notes::none);
  }

  AccountFixture note(Notes notes) {
    aws.bucketObjects.put(BucketPaths.NOTES, NotesText.of(ACCOUNT, notes));
    return this;
  }

  /** Sets the maximum number of days that deactivation waits while the old key is in use. */
  AccountFixture inUseGrace(int days) {
    settings = with(new Policy(30, 60, 10, 7, days), settings.options());
    return this;
  }

  /** No key is replaced unless its owner was warned this number of days before. */
  AccountFixture notice(int days) {
    settings = with(new Policy(30, 60, 10, 7, 0, Limits.none(), days), settings.options());
    return this;
  }

  /** A key that AWS has found in public is replaced and shut out. */
  AccountFixture replacingExposed() {
    settings = with(settings.policy().replacingExposed(true), settings.options());
    return this;
  }

  /** A key that was not used for longer than this is retired. */
  AccountFixture retiringUnused(int days) {
    settings = with(settings.policy().retiringUnused(days), settings.options());
    return this;
  }

  /** A user's tag may set {@code OVERDUE_DAYS} to at most this number. */
  AccountFixture overdueAtMost(int days) {
    Limits limits = new Limits(Optional.empty(), Set.of(), Optional.of(days));
    settings = with(new Policy(30, 60, 10, 7, 0, limits), settings.options());
    return this;
  }

  /** At most this number of keys may be replaced, deactivated or deleted in a run. */
  AccountFixture atMost(int actions) {
    Options options = settings.options();
    return with(
        new Options.ActionLimit.AtMost(actions), options.remindEveryDays(), options.noAction());
  }

  /** Sets the number of days after which warnings repeat. */
  AccountFixture remindEvery(int days) {
    return with(settings.options().actionLimit(), days, settings.options().noAction());
  }

  /** Sets the days on which no key is deactivated or deleted. */
  AccountFixture noAction(NoActionDays days) {
    Options options = settings.options();
    return with(options.actionLimit(), options.remindEveryDays(), days);
  }

  private AccountFixture with(
      Options.ActionLimit limit, int remindEveryDays, NoActionDays noAction) {
    Options options = settings.options();
    settings =
        with(
            settings.policy(),
            new Options(
                options.contact(),
                options.encryption(),
                options.templates(),
                limit,
                options.dryRun(),
                options.iamCallsPerSecond(),
                options.htmlReport(),
                remindEveryDays,
                noAction));
    return this;
  }

  private static Settings with(Policy policy, Options options) {
    return new Settings(
        SETTINGS.name(),
        SETTINGS.sender(),
        SETTINGS.sesRegion(),
        SETTINGS.addressTag(),
        SETTINGS.bucket(),
        SETTINGS.dateTag(),
        SETTINGS.oldKeyTag(),
        policy,
        options);
  }

  /** The administrators who get the digest of a run. */
  AccountFixture administrators(Options.Contact contact) {
    Options options = settings.options();
    settings =
        with(settings.policy(), new Options(contact, options.encryption(), options.templates()));
    return this;
  }

  /** There is no lease to be had: the protocol must hold by itself. */
  AccountFixture withoutLease() {
    aws.leases = false;
    return this;
  }

  AccountFixture later(Duration time) {
    clock.turn(time);
    return this;
  }

  /** Alice's only key is due to be replaced. */
  static AccountFixture rotationDue() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    return account;
  }

  /** Alice's key was replaced and she uses the new one; the old one is due to go off. */
  static AccountFixture deactivationDue() {
    AccountFixture account = new AccountFixture().alice();
    AccessKey old = account.key(ALICE, KeyStatus.ACTIVE, 72);
    AccessKey fresh = account.key(ALICE, KeyStatus.ACTIVE, 11);
    return account.madeBy(fresh.id(), 11).record("2026-11-11", old.id()).used(fresh.id());
  }

  /** Alice's old key has been off long enough. */
  static AccountFixture deletionDue() {
    AccountFixture account = new AccountFixture().alice();
    AccessKey old = account.key(ALICE, KeyStatus.INACTIVE, 80);
    AccessKey fresh = account.key(ALICE, KeyStatus.ACTIVE, 19);
    return account
        .record("2026-11-14 deactivated", old.id())
        .seenInactive(old.id(), LocalDate.of(2026, 11, 14))
        .used(fresh.id());
  }

  /** Alice's key was replaced, and the file is gone before she fetched it. */
  static AccountFixture neverFetched() {
    AccountFixture account = rotationDue();
    account.apply();
    account.aws.objects.clear();
    return account.later(Duration.ofDays(11));
  }

  RuntimeEnvironment runtime() {
    return new RuntimeEnvironment(
        () -> clock.instant().plus(WRONG_BY), clock::turn, random, Runnable::run);
  }

  Run run(Connection connection, RuntimeEnvironment runtime) {
    return new Run(settings, connection.ports(), MAILROOM, runtime, events::add);
  }

  Intervention intervention(Connection connection, RuntimeEnvironment runtime) {
    return new Intervention(settings, connection.ports(), MAILROOM, runtime, events::add);
  }

  /** A run to the end, which says what it did and with which calls. */
  Done apply(Weather weather) {
    return apply(weather, runtime());
  }

  Done apply(Weather weather, RuntimeEnvironment runtime) {
    Connection connection = new Connection(aws, weather, runtime);
    Run run = run(connection, runtime);
    return new Done(apply(run), connection);
  }

  Done apply() {
    return apply(Weather.fine());
  }

  static Report apply(Run run) {
    try {
      return run.planAndApply(RunRequest.everyone()).report();
    } catch (CannotBegin e) {
      throw new IllegalStateException("could not begin", e);
    }
  }

  static Report apply(Run run, Plan plan) {
    return apply(run, plan, Deadline.none());
  }

  static Report apply(Run run, Plan plan, Deadline deadline) {
    try {
      return run.apply(plan, deadline);
    } catch (CannotBegin e) {
      throw new IllegalStateException("could not begin", e);
    }
  }

  /** What a run in this weather would do. */
  Plan planned(Weather weather) {
    RuntimeEnvironment runtime = runtime();
    return plan(run(new Connection(aws, weather, runtime), runtime));
  }

  static Plan plan(Run run) {
    try {
      return run.plan(RunRequest.everyone().until(TODAY.plusDays(400)));
    } catch (CannotBegin e) {
      throw new IllegalStateException("could not begin", e);
    }
  }

  /** Whether a run in this weather was cut off. */
  boolean cut(Weather weather) {
    try {
      apply(weather);
      return false;
    } catch (Cut | CompletionException e) {
      if (isCut(e)) {
        return true;
      }
      throw e;
    }
  }

  static boolean isCut(Throwable t) {
    return t instanceof Cut || (t instanceof CompletionException && t.getCause() instanceof Cut);
  }

  static boolean couldNotBegin(Throwable t) {
    return t instanceof IllegalStateException && t.getCause() instanceof CannotBegin;
  }

  /** The lines of the audit trail that were told so far. */
  List<AuditLine> lines() {
    return events.stream()
        .filter(Event.Audited.class::isInstance)
        .map(event -> ((Event.Audited) event).line())
        .toList();
  }

  /** The effects that were told so far, each as its kind and what it is about. */
  List<String> effects() {
    return effects(AuditLine.Result.Done.class);
  }

  /** The effects with a result that were told so far. */
  List<String> effects(Class<? extends AuditLine.Result> result) {
    return lines().stream()
        .filter(line -> result.isInstance(line.result()))
        .map(line -> line.effect().word() + " " + about(line))
        .toList();
  }

  private static String about(AuditLine line) {
    return switch (line.effect()) {
      case CREATE_KEY, DEACTIVATE_KEY, ACTIVATE_KEY, DELETE_KEY -> line.key();
      case BEGIN, RECORD, CLEAR_RECORD, STORE_FILE, CLAIM_FILE, SEND_MAIL -> line.object();
    };
  }

  record Done(Report report, Connection connection) {
    Row row() {
      return report.rows().getFirst();
    }

    String calls() {
      return connection.calls();
    }

    /** How many calls began so. */
    long count(String verb) {
      return connection.log.stream().filter(call -> call.is(verb)).count();
    }
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * Where Alice stands: each key with its file, what the record says, and which kinds of mail told
   * her of what is now. Keys but the first are called new, since a run that is cut off may go
   * through several.
   */
  String standing() {
    MemoryAws.Version alice = aws.now(ALICE);
    KeyId first = new KeyId("AKIA000000000001");
    List<String> lines = new ArrayList<>();
    for (AccessKey key : alice.keys()) {
      String object =
          new String(
              aws.objects.getOrDefault(HandOver.objectKey(ALICE, key.id()), new byte[0]), UTF_8);
      String secret = aws.secrets.getOrDefault(key.id(), "?");
      lines.add(
          "%s key, %s, %s"
              .formatted(
                  key.id().equals(first) ? "old" : "new",
                  key.status(),
                  object.contains(secret) ? "with its file" : "without a file"));
    }
    Map<String, String> tags = new TreeMap<>(alice.tags());
    tags.remove("email");
    lines.add("tags " + tags);
    lines.add(
        "told "
            + aws.mails.stream()
                .filter(
                    mail ->
                        alice.keys().stream()
                                .anyMatch(key -> mail.text().contains(key.id().value()))
                            || mail.subject().equals("Deleted"))
                .filter(
                    mail ->
                        !mail.subject().startsWith("Replaced")
                            || mail.text().contains(alice.keys().getLast().id().value()))
                .map(Mail::subject)
                .distinct()
                .toList());
    return String.join("\n", lines) + "\n";
  }
}

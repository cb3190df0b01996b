package dev.keyturn.proof.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.proof.Given;
import dev.keyturn.proof.OwnersGroup;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.objects.StoredObject;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import dev.keyturn.state.NotesText;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * An account in the sandbox in which every flow is due for one user, and a principal with a given
 * policy that runs Keyturn. Two instances are identical, including all ids.
 */
final class Company implements AutoCloseable {
  static final String BUCKET = "keyturn-prod-123456789012-eu-west-1";
  static final String SENDER = "keys@corp.example";
  static final String KEEPER = "arn:aws:iam::123456789012:user/keeper";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final LastUse NEVER = new LastUse.Never();

  final List<Event> events = new ArrayList<>();
  private final Sandbox sandbox;
  private final AccessKey keeper;
  private final Random random = new Random(1);
  private Notes noted = Notes.none();

  Company(String policy) throws IOException {
    sandbox = Sandbox.start(Setup.of(() -> NOW, new Random(1)));
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    OwnersGroup.make(sandbox.account(), BUCKET);
    sandbox.account().mailroom(sandbox.region()).verify("corp.example");
    keeper = sandbox.account().userWith("keeper", policy);
  }

  /** The role's permissions, if the principal is the role. */
  static ShippedPolicy shipped() throws IOException {
    return shipped(SENDER);
  }

  /** The same, for mails from another sender. */
  static ShippedPolicy shipped(String sender) throws IOException {
    return ShippedPolicy.read(
        Map.of(
            "AWS::Partition", "aws",
            "AWS::AccountId", "123456789012",
            "Bucket", BUCKET,
            "SesRegion", "eu-west-1",
            "SesEmail", sender,
            "EmailTagKey", "email",
            "DateTagKey", "last-check-date",
            "OldKeyTagKey", "last-check-old-key",
            "RotationRole.Arn", KEEPER,
            "RotationLogGroup.Arn", "arn:aws:logs:eu-west-1:123456789012:log-group:keyturn"));
  }

  /** Sets the principal's policy. */
  void permit(String policy) {
    sandbox.account().policies().putUserPolicy("keeper", "keeper", policy);
  }

  /** Adds a user for each flow. */
  Company everyFlow() {
    user("warned", key(31));
    user("warned-of-two", key(40), key(31));
    user("rotated", key(61));
    User cut = user("rotation-cut", key(61));
    record(cut, 0, "2026-11-22T10:00:00Z rotating");
    User orphan = user("rotation-with-orphan", key(61), made(Duration.ofHours(2)));
    record(orphan, 0, "2026-11-22T10:00:00Z rotating");
    noted =
        noted.creating(
            new KeyId(orphan.keys().getFirst().id()),
            new Notes.Creating(new UserName(orphan.name()), Instant.parse("2026-11-22T10:00:00Z")));
    User found = user("rotation-with-file", key(61), made(Duration.ofHours(2)));
    file(found, false);
    record(found, 0, "2026-11-22T10:00:00Z rotating");
    for (String name : List.of("stored", "stored-too")) {
      User stored = user(name, key(61), made(Duration.ofHours(2)));
      file(stored, false);
      record(stored, 0, "2026-11-22T10:00:00Z stored");
    }
    record(user("never-fetched", key(72), key(11)), 0, "2026-11-11");
    User busy = user("still-in-use", used(72), used(11));
    file(busy, true);
    record(busy, 0, "2026-11-11");
    record(user("deactivation", key(72), used(11)), 0, "2026-11-11");
    record(user("deactivation-too", key(72), used(11)), 0, "2026-11-11 rotated");
    record(user("deactivation-cut", off(72), used(11)), 0, "2026-11-22 deactivating");
    record(user("turned-off-by-owner", off(63), used(3)), 0, "2026-11-19");
    record(user("reactivated", key(80), used(21)), 0, "2026-11-11 deactivated");
    record(seenOff(user("deletion", off(82), used(21))), 0, "2026-11-11 deactivated");
    record(seenOff(user("deletion-too", off(82), used(21))), 0, "2026-11-11 deactivated");
    record(seenOff(user("deletion-cut", off(82), used(21))), 0, "2026-11-11 deleting");
    User gone = user("deletion-cut-late", off(82), used(21));
    record(gone, 0, "2026-11-11 deleting");
    sandbox.account().keys().delete(gone.name(), gone.keys().getFirst().id());
    User finished = user("finished-by-owner", key(82), used(21));
    record(finished, 0, "2026-11-18");
    sandbox.account().keys().delete(finished.name(), finished.keys().getFirst().id());
    user("exempt", key(61));
    tag("exempt", new Tag("keyturn-exempt", "2027-01-31 migrating the data lake"));
    user("suppressed", key(61));
    sandbox.account().mailroom(sandbox.region()).suppress("suppressed@corp.example", "BOUNCE");
    put("state/notes.txt", NotesText.of("123456789012", noted));
    return this;
  }

  /** Earlier runs saw the old key inactive and noted it. */
  private User seenOff(User user) {
    noted =
        noted.deactivated(
            new UserName(user.name()),
            new KeyId(user.keys().getFirst().id()),
            LocalDate.parse("2026-11-11"));
    return user;
  }

  /** Writes the lease of a run that was killed a minute ago. */
  Company leaseOfADeadRun() {
    put(
        "state/lease.json",
        "{\"holder\":\"dead\",\"state\":\"HELD\",\"until\":\"2026-11-22T11:59:00Z\"}");
    return this;
  }

  private static NewKey key(int days) {
    return made(Duration.ofDays(days));
  }

  private static NewKey made(Duration ago) {
    return new NewKey(NOW.minus(ago), AccessKey.Status.ACTIVE, NEVER);
  }

  private static NewKey off(int days) {
    return new NewKey(NOW.minus(Duration.ofDays(days)), AccessKey.Status.INACTIVE, NEVER);
  }

  private static NewKey used(int days) {
    return new NewKey(
        NOW.minus(Duration.ofDays(days)),
        AccessKey.Status.ACTIVE,
        new LastUse.At(NOW.minus(Duration.ofHours(20)), "eu-west-1", "s3"));
  }

  User user(String name, NewKey... keys) {
    return sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                name,
                "/",
                NOW.minus(Duration.ofDays(400)),
                List.of(new Tag("email", name + "@corp.example")),
                List.of(OwnersGroup.NAME),
                Arrays.asList(keys)));
  }

  /** Adds users whose keys are overdue. */
  Company rotationsDue(int many) {
    for (int i = 0; i < many; i++) {
      user("user-%02d".formatted(i), key(61));
    }
    return this;
  }

  private void record(User user, int oldKey, String dateTag) {
    tag(
        user.name(),
        new Tag("last-check-date", dateTag),
        new Tag("last-check-old-key", user.keys().get(oldKey).id()));
  }

  private void tag(String user, Tag... tags) {
    sandbox.account().users().tag(user, List.of(tags));
  }

  /** A credentials file that an earlier run stored and noted. */
  private void file(User user, boolean announced) {
    AccessKey made = user.keys().getLast();
    String text =
        "UserName,AccessKeyId,SecretAccessKey\r\n%s,%s,%s\r\n"
            .formatted(user.name(), made.id(), made.secret().reveal());
    put("credential/%s/%s_%s.csv".formatted(user.name(), user.name(), made.id()), text);
    noted =
        noted.stored(
            new KeyId(made.id()),
            new Notes.File(
                new UserName(user.name()),
                LocalDate.parse("2026-11-22"),
                new Fingerprint(text.length(), Optional.of(md5(text))),
                announced));
  }

  /** S3's entity tag of an object encrypted with S3's own keys. */
  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private void put(String name, String text) {
    sandbox.account().buckets().put(BUCKET, name, Bytes.of(text), Map.of(), new Condition.None());
  }

  /** A run of the principal. */
  Report run() throws CannotBegin {
    return run(keeper, Runnable::run);
  }

  Report run(Executor executor) throws CannotBegin {
    return run(keeper, executor);
  }

  Report runAsRoot() throws CannotBegin {
    return run(sandbox.account().rootKey(), Runnable::run);
  }

  /** A run, and the result of its report page. */
  ReportArchive.Placed runAndKeepPage() throws CannotBegin {
    return with(
        keeper,
        Runnable::run,
        (run, ports) -> {
          Run.Applied applied =
              run.planAndApply(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
          return new ReportArchive(ports.bucketObjects()).place(applied.plan(), applied.report());
        });
  }

  /** An action on a run. */
  private interface Work<T> {
    T with(Run run, Ports ports) throws CannotBegin;
  }

  private Report run(AccessKey as, Executor executor) throws CannotBegin {
    return with(as, executor, (run, _) -> run.planAndApply(RunRequest.everyone()).report());
  }

  private <T> T with(AccessKey as, Executor executor, Work<T> work) throws CannotBegin {
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(
            sandbox.clock(), time -> sandbox.clock().advance(time), random, executor);
    Settings settings = settings();
    try (Aws aws =
        Aws.connect(
            settings,
            runtime,
            new StandIn(sandbox.endpoint(), sandbox.region(), as.id(), as.secret().reveal()))) {
      Ports ports = aws.ports();
      return work.with(
          new Run(
              settings,
              ports,
              mailFactory(settings).noticeWriter(ports.account()),
              runtime,
              this::heard),
          ports);
    }
  }

  private static MailFactory mailFactory(Settings settings) {
    try {
      return new MailFactory(settings);
    } catch (UnusableTemplates e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void heard(Event event) {
    events.add(event);
  }

  private Settings settings() {
    Map<String, String> environment =
        new HashMap<>(Given.environment(BUCKET, SENDER, sandbox.region()));
    environment.put("IN_USE_GRACE_DAYS", "5");
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  /** The reported checks that could not be made. */
  String said() {
    return events.stream()
        .filter(
            event ->
                event instanceof Event.Unchecked
                    || event instanceof Event.ReadOneByOne
                    || event instanceof Event.WithoutReport)
        .map(Event::toString)
        .collect(Collectors.joining("\n"));
  }

  /**
   * The state of each user: keys in the order of their creation with their files, and the record,
   * without times and ids.
   */
  SortedMap<String, String> standing() {
    SortedMap<String, String> standing = new TreeMap<>();
    for (User user : users()) {
      String text =
          user.keys().stream().map(this::described).toList()
              + " "
              + user.tags().all().stream()
                  .map(tag -> tag.key() + "=" + tag.value())
                  .filter(tag -> tag.startsWith("last-check"))
                  .sorted()
                  .toList();
      for (int i = 0; i < user.keys().size(); i++) {
        text = text.replace(user.keys().get(i).id(), "key " + i);
      }
      standing.put(user.name(), text.replaceAll("T[0-9:.]+Z", ""));
    }
    return standing;
  }

  private String described(AccessKey key) {
    boolean stored =
        objects().stream()
            .anyMatch(object -> object.content().text().contains(key.secret().reveal()));
    return key.status() + (stored ? " with its file" : "");
  }

  private List<User> users() {
    return sandbox.account().users().truth().stream()
        .filter(user -> !user.name().equals("keeper"))
        .toList();
  }

  private List<StoredObject> objects() {
    return sandbox.account().buckets().list(BUCKET, new Listing.Query("", "", "", 1000)).objects();
  }

  List<String> files() {
    return objects().stream()
        .map(StoredObject::key)
        .filter(name -> name.startsWith("credential/"))
        .toList();
  }

  /** Of all keys. */
  List<String> secrets() {
    return users().stream()
        .flatMap(user -> user.keys().stream())
        .map(key -> key.secret().reveal())
        .toList();
  }

  /** The pages of runs, by name. */
  List<StoredObject> pages() {
    return objects().stream().filter(object -> object.key().startsWith("reports/")).toList();
  }

  /** Lines of the audit trail. */
  long trail() {
    return objects().stream()
        .filter(object -> object.key().startsWith("audit/"))
        .flatMap(object -> object.content().text().lines())
        .count();
  }

  List<String> mails() {
    return sandbox.account().mailroom(sandbox.region()).accepted().stream()
        .map(accepted -> accepted.mail().to() + " " + accepted.mail().subject())
        .toList();
  }

  /**
   * The complete content of account, bucket and mails; the caller's ARN is replaced by a constant.
   */
  String everything() {
    StringBuilder all = new StringBuilder();
    users().forEach(user -> all.append(user).append('\n'));
    objects()
        .forEach(
            object ->
                all.append(object.key()).append(' ').append(object.content().text()).append('\n'));
    sandbox
        .account()
        .mailroom(sandbox.region())
        .accepted()
        .forEach(accepted -> all.append(accepted.at()).append(accepted.mail()).append('\n'));
    return all.toString()
        .replace(KEEPER, "the caller")
        .replace("arn:aws:iam::123456789012:root", "the caller");
  }

  @Override
  public void close() {
    sandbox.close();
  }
}

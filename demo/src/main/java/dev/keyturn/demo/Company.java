package dev.keyturn.demo;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** People and services with keys of all ages, and their account. */
final class Company {
  static final String BUCKET = "corp-keyturn";
  static final String ADMINISTRATORS = "security@corp.example";
  static final String SENDER = "keys@corp.example";

  /** Longer than the sum of the grace periods, as recommended for an installation. */
  private static final int FILE_DAYS = 30;

  /** A service that nothing uses any more. */
  static final String FORGOTTEN = "ci-deploy";

  private static final String MAXIMUM = "MAX_OVERDUE_DAYS";

  /** A person for each habit, so that the demo shows every case. */
  private static final List<Person> CAST =
      List.of(
          new Person("alice", "alice@corp.example", Habit.FETCHES, List.of(58)),
          new Person("bob", "bob@corp.example", Habit.ROTATES_ALONE, List.of(27)),
          new Person("carol", "carol@corp.example", Habit.SLEEPS, List.of(59)),
          new Person("dave", "dave@corp.example", Habit.FORGETS, List.of(64)),
          new Person("erin", "erin@corp.example", Habit.HOARDS, List.of(71, 12)),
          new Person("frank", "frank@corp.example", Habit.MIXES_UP, List.of(60)),
          new Person("grace", "grace@corp.example", Habit.LEAVES, List.of(61)),
          new Person(FORGOTTEN, "platform@corp.example", Habit.ABSENT, List.of(410)),
          new Person("legacy-ftp", "", Habit.ABSENT, List.of(1480)));

  private static final List<String> NAMES =
      List.of(
          "heidi", "ivan", "judy", "karim", "lena", "mallory", "nadia", "oscar", "peggy", "quinn",
          "rupert", "sybil", "trent", "ursula", "victor", "wendy", "xenia", "yusuf", "zoe");

  /** The group of deploy/template.yaml, whose members may list and read their own files. */
  static final String OWNERS = "keyturn-owners";

  private Company() {}

  /** A company with this number of people and services; the first nine are always the same. */
  static List<Person> of(int users, RandomGenerator random) {
    List<Person> people = new ArrayList<>(CAST.subList(0, Math.min(users, CAST.size())));
    for (int i = 0; people.size() < users; i++) {
      int round = i / NAMES.size();
      String name = NAMES.get(i % NAMES.size()) + (round == 0 ? "" : round + 1);
      people.add(
          new Person(name, name + "@corp.example", habit(random, i), List.of(random.nextInt(59))));
    }
    return people;
  }

  /** The policy of owners who may list and read the files in a folder, and no others. */
  static String ownersPolicy(String folder) {
    return """
    {"Version": "2012-10-17",
     "Statement": [
       {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::%1$s",
        "Condition": {"StringLike": {"s3:prefix": "%2$s*"}}},
       {"Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::%1$s/%2$s*"}]}
    """
        .formatted(BUCKET, folder);
  }

  /** Settings, which the demo itself has written. */
  static Settings checked(Map<String, String> variables) {
    return switch (Settings.read(variables)) {
      case Settings.Checked.Sound sound -> sound.settings();
      case Settings.Checked.Unsound unsound ->
          throw new IllegalStateException(unsound.texts().toString());
    };
  }

  private static Habit habit(RandomGenerator random, int place) {
    Habit usual = random.nextInt(3) == 0 ? Habit.FETCHES : Habit.ROTATES_ALONE;
    return switch (place) {
      case 0 -> Habit.LEAKS;
      case 1 -> Habit.ASKS;
      default -> usual;
    };
  }

  /** Creates the company in an empty account: users, keys, a bucket, a verified sender. */
  static void moveIn(Sandbox sandbox, List<Person> people) {
    Instant now = sandbox.clock().instant();
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    sandbox
        .account()
        .buckets()
        .lifecycle(
            BUCKET, List.of(new LifecycleRule("files", BucketPaths.CREDENTIALS, FILE_DAYS, true)));
    sandbox.account().mailroom(sandbox.region()).create(SENDER);
    sandbox.account().mailroom(sandbox.region()).verify(SENDER);
    sandbox.account().groups().create(OWNERS, "/");
    sandbox
        .account()
        .policies()
        .putGroupPolicy(
            OWNERS, "fetch-own-key", ownersPolicy(BucketPaths.folder("${aws:username}")));
    hire(sandbox.account(), people, now);
  }

  /** Where the settings allow users more time, carol has it, or the last of fewer people. */
  static void allowOwnThreshold(
      Account account, List<Person> people, Map<String, String> settings) {
    if (settings.containsKey(MAXIMUM)) {
      account
          .users()
          .tag(
              people.get(Math.min(2, people.size() - 1)).name(),
              List.of(new Tag(Thresholds.OVERDUE_TAG, settings.get(MAXIMUM))));
    }
  }

  /** Creates users, with keys as old as they are said to be. */
  static void hire(Account account, List<Person> people, Instant now) {
    people.forEach(person -> account.users().importUser(user(person, now)));
  }

  private static NewUser user(Person person, Instant now) {
    Instant joined = now.minus(Duration.ofDays(person.keyAges().getFirst() + 30L));
    return new NewUser(
        person.name(),
        "/",
        joined,
        person.address().isEmpty() ? List.of() : List.of(new Tag("email", person.address())),
        List.of(OWNERS),
        person.keyAges().stream()
            .map(
                age ->
                    new NewKey(
                        now.minus(Duration.ofDays(age)),
                        AccessKey.Status.ACTIVE,
                        new LastUse.At(
                            now.minus(Duration.ofDays(Math.min(age, idle(person)))),
                            "eu-central-1",
                            "s3")))
            .toList());
  }

  /** The days since something used the keys of a person. */
  private static int idle(Person person) {
    return person.name().equals(FORGOTTEN) ? 200 : 1;
  }

  /** The settings of an installation for this company. */
  static Map<String, String> settings(Sandbox sandbox) {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("LAMBDA_FUNCTION_NAME", "keyturn"),
            Map.entry("SES_EMAIL", SENDER),
            Map.entry("SES_REGION", sandbox.region()),
            Map.entry("IAM_EMAIL_TAG_KEY", "email"),
            Map.entry("S3_CSV_BUCKET", BUCKET),
            Map.entry("LAST_CHECK_DATE_TAG_KEY", "last-check-date"),
            Map.entry("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key"),
            Map.entry("WARNING_DAYS", "30"),
            Map.entry("OVERDUE_DAYS", "60"),
            Map.entry("DEACTIVATE_DAYS", "10"),
            Map.entry("DELETION_DAYS", "10"),
            // Only this process uses the account, and it throttles only on request.
            Map.entry("IAM_CALLS_PER_SECOND", "1000"),
            Map.entry("ADMIN_EMAIL", ADMINISTRATORS)));
  }
}

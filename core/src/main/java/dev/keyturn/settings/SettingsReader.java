package dev.keyturn.settings;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Thresholds;
import dev.keyturn.policy.AddressSlip;
import dev.keyturn.policy.Limits;
import dev.keyturn.policy.Policy;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Options.Encryption;
import dev.keyturn.settings.Options.EventBusChoice;
import dev.keyturn.settings.Options.MailTemplates;
import dev.keyturn.settings.Settings.Checked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads each variable and collects all problems, so that a user can fix them in one pass. */
final class SettingsReader {
  static final String NAME = "LAMBDA_FUNCTION_NAME";
  static final String SENDER = "SES_EMAIL";
  static final String SES_REGION = "SES_REGION";
  static final String ADDRESS_TAG = "IAM_EMAIL_TAG_KEY";
  static final String BUCKET = "S3_CSV_BUCKET";
  static final String DATE_TAG = "LAST_CHECK_DATE_TAG_KEY";
  static final String OLD_KEY_TAG = "LAST_CHECK_OLD_KEY_TAG_KEY";
  static final String WARNING = "WARNING_DAYS";
  static final String OVERDUE = "OVERDUE_DAYS";
  static final String DEACTIVATE = "DEACTIVATE_DAYS";
  static final String DELETION = "DELETION_DAYS";
  static final String CONTACT = "ADMIN_EMAIL";
  static final String KMS_KEY = "KMS_KEY_ID";
  static final String TEMPLATES = "MAIL_TEMPLATES";
  static final String IN_USE_GRACE = "IN_USE_GRACE_DAYS";
  static final String NOTICE = "NOTICE_DAYS";
  static final String UNUSED = "UNUSED_DAYS";
  static final String EXEMPTION = "MAX_EXEMPTION_DAYS";
  static final String MOST_OVERDUE = "MAX_OVERDUE_DAYS";
  static final String DOMAINS = "EMAIL_DOMAINS";
  static final String ACTION_LIMIT = "MAX_ACTIONS_PER_RUN";
  static final String DRY_RUN = "DRY_RUN";
  static final String HTML_REPORT = "HTML_REPORT";
  static final String ON_EXPOSED = "ON_EXPOSED";
  static final String REMIND_EVERY = "REMIND_EVERY_DAYS";
  static final String EVENT_BUS = "EVENT_BUS";
  static final String IAM_CALLS_PER_SECOND = "IAM_CALLS_PER_SECOND";

  /** The usual values, for a plan without them, in the order in which they are shown. */
  static final Map<String, String> USUAL = usual();

  /** What stands in for settings that have no usual value; no call is made with them. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(NAME, "keyturn", SENDER, "not-set@keyturn.invalid", BUCKET, "not-set");

  private static final String FIRST_REGION = "us-east-1";

  /** A hundred years; more is a slip of the keyboard. */
  private static final int MOST_DAYS = 36_500;

  /** A warning less than once a year is no warning. */
  private static final int MOST_BETWEEN_REMINDERS = 365;

  /** More calls per second than the concurrent users can make. */
  private static final int FASTEST = 1_000;

  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");

  /** Amazon S3 user guide, "General purpose bucket naming rules". */
  private static final Pattern BUCKET_NAME =
      Pattern.compile("(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** IAM API reference, "Tag". */
  private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");

  /** EventBridge API reference, PutEventsRequestEntry, EventBusName. */
  private static final Pattern BUS =
      Pattern.compile("(arn:[\\w-]+:events:[\\w-]+:\\d{12}:event-bus/)?[/.\\-_A-Za-z0-9]{1,256}");

  private static final int LONGEST_TAG_KEY = 128;
  private static final int LONGEST_NAME = 140;

  private final Map<String, String> environment;
  private final boolean fillsIn;
  private final Map<String, String> assumed = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A reader.
   *
   * @param fillsIn whether what is missing gets its usual value
   */
  SettingsReader(Map<String, String> environment, boolean fillsIn) {
    this.environment = environment;
    this.fillsIn = fillsIn;
  }

  private static Map<String, String> usual() {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put(WARNING, "30");
    usual.put(OVERDUE, "60");
    usual.put(DEACTIVATE, "10");
    usual.put(DELETION, "10");
    usual.put(ADDRESS_TAG, "email");
    usual.put(DATE_TAG, "last-check-date");
    usual.put(OLD_KEY_TAG, "last-check-old-key");
    return Collections.unmodifiableMap(usual);
  }

  Checked read() {
    String name = name();
    Optional<Sender> sender =
        new SenderReader(problems)
            .read(required(SENDER, "the verified address that mails come from"));
    String region = region();
    String bucket = bucket();
    Map<String, String> tags = tags();
    int warning = days(WARNING, "30");
    int overdue = days(OVERDUE, "60");
    int deactivate = days(DEACTIVATE, "10");
    int deletion = days(DELETION, "10");
    if (warning >= 0 && overdue >= 0 && overdue <= warning) {
      problems.add(
          new Problem(
              List.of(OVERDUE, WARNING),
              "OVERDUE_DAYS (%s) must be more than WARNING_DAYS (%s): a key is warned about before it is replaced"
                  .formatted(overdue, warning)));
    }
    int inUseGrace = daysOrNone(IN_USE_GRACE);
    int notice = daysOrNone(NOTICE);
    int unused = unusedDays(overdue);
    Limits limits = new Limits(exemptionDays(), domains(), mostOverdueDays(overdue));
    boolean replacesExposed = replacesExposed();
    Contact contact = contact();
    Options options =
        new Options(
            contact,
            optional(KMS_KEY).isEmpty()
                ? new Encryption.ByS3()
                : new Encryption.ByKms(optional(KMS_KEY)),
            optional(TEMPLATES).isEmpty()
                ? new MailTemplates.Standard()
                : new MailTemplates.InDirectory(optional(TEMPLATES)),
            actionLimit(),
            flag(DRY_RUN, false),
            iamCallsPerSecond(),
            flag(HTML_REPORT, true),
            remindEvery(),
            new NoActionReader(problems)
                .read(optional(NoActionReader.DAYS), optional(NoActionReader.ZONE)),
            eventBus(),
            new OrganizationReader(environment, problems).read());
    flag(Endpoints.ALLOW_HTTP, false);
    problems.addAll(AwsSettings.problems(environment));
    if (!problems.isEmpty()) {
      return new Checked.Unsound(problems);
    }
    return new Checked.Sound(
        new Settings(
            name,
            sender.orElseThrow(),
            region,
            tags.getOrDefault(ADDRESS_TAG, ""),
            bucket,
            tags.getOrDefault(DATE_TAG, ""),
            tags.getOrDefault(OLD_KEY_TAG, ""),
            new Policy(warning, overdue, deactivate, deletion, inUseGrace, limits, notice)
                .replacingExposed(replacesExposed)
                .retiringUnused(unused),
            options),
        new Assumed(assumed));
  }

  private String optional(String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  private String required(String variable, String meaning) {
    String value = optional(variable);
    if (value.isEmpty() && fillsIn) {
      String filled = filled(variable);
      assumed.put(variable, filled);
      return filled;
    }
    if (value.isEmpty()) {
      problems.add(Problem.of(variable, "is not set: it is " + meaning));
    }
    return value;
  }

  private String filled(String variable) {
    return variable.equals(SES_REGION)
        ? Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
            .map(this::optional)
            .filter(region -> REGION.matcher(region).matches())
            .findFirst()
            .orElse(FIRST_REGION)
        : USUAL.getOrDefault(variable, PLACEHOLDERS.getOrDefault(variable, ""));
  }

  private String name() {
    String value = required(NAME, "the name of this installation, such as keyturn");
    if (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl)) {
      problems.add(Problem.of(NAME, "must be at most " + LONGEST_NAME + " printable characters"));
    }
    return value;
  }

  private Contact contact() {
    String value = optional(CONTACT);
    Optional<EmailAddress> address = EmailAddress.of(value);
    if (address.isEmpty() && !value.isEmpty()) {
      problems.add(
          Problem.of(CONTACT, "is not a mail address: '" + value + "'" + AddressSlip.why(value)));
    }
    return address.<Contact>map(Contact.Known::new).orElseGet(Contact.None::new);
  }

  private String region() {
    String value = required(SES_REGION, "the region in which SES is set up, such as eu-central-1");
    if (!value.isEmpty() && !REGION.matcher(value).matches()) {
      problems.add(Problem.of(SES_REGION, "is not a region: '" + value + "'"));
    }
    return value;
  }

  private String bucket() {
    String value = required(BUCKET, "the bucket that holds new credentials");
    if (!value.isEmpty() && !BUCKET_NAME.matcher(value).matches()) {
      problems.add(Problem.of(BUCKET, "is not a bucket's name: '" + value + "'"));
    }
    return value;
  }

  private Map<String, String> tags() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(ADDRESS_TAG, tag(ADDRESS_TAG, "the owner's address, such as email"));
    keys.put(DATE_TAG, tag(DATE_TAG, "the date of the last step, such as last-check-date"));
    keys.put(OLD_KEY_TAG, tag(OLD_KEY_TAG, "the old key's id, such as last-check-old-key"));
    Map<String, String> seen = new LinkedHashMap<>();
    keys.forEach(
        (variable, key) -> {
          String other =
              key.isEmpty() ? null : seen.putIfAbsent(key.toLowerCase(Locale.ROOT), variable);
          if (key.equalsIgnoreCase(Exemption.TAG)) {
            problems.add(
                Problem.of(
                    variable, "names the tag '%s', which holds a user's exemption".formatted(key)));
          }
          if (Thresholds.TAGS.stream().anyMatch(key::equalsIgnoreCase)) {
            problems.add(
                Problem.of(
                    variable, "names the tag '%s', which holds a user's threshold".formatted(key)));
          }
          if (other != null) {
            problems.add(
                new Problem(
                    List.of(other, variable),
                    "%s and %s name the same tag, '%s' (IAM ignores the case of tag keys)"
                        .formatted(other, variable, key)));
          }
        });
    return keys;
  }

  private String tag(String variable, String meaning) {
    String value = required(variable, "the key of the user tag that holds " + meaning);
    if (value.length() > LONGEST_TAG_KEY) {
      problems.add(
          Problem.of(
              variable,
              "is %s characters long; IAM allows %s for the key of a tag"
                  .formatted(value.length(), LONGEST_TAG_KEY)));
    }
    if (value.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      problems.add(Problem.of(variable, "begins with 'aws:', which AWS reserves: '" + value + "'"));
    }
    if (!value.isEmpty() && !TAG_KEY.matcher(value).matches()) {
      problems.add(
          Problem.of(
              variable, "may hold letters, digits, spaces and _.:/=+-@ only: '" + value + "'"));
    }
    return value;
  }

  private int daysOrNone(String variable) {
    return optional(variable).isEmpty() ? 0 : wholeDays(variable, optional(variable));
  }

  private Optional<Integer> mostOverdueDays(int overdue) {
    String value = optional(MOST_OVERDUE);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int most = wholeDays(MOST_OVERDUE, value);
    if (most >= 0 && overdue >= 0 && most < overdue) {
      problems.add(
          new Problem(
              List.of(MOST_OVERDUE, OVERDUE),
              "MAX_OVERDUE_DAYS (%s) must be at least OVERDUE_DAYS (%s): a tag only gives a key more time"
                  .formatted(most, overdue)));
    }
    return Optional.of(most);
  }

  private Optional<Integer> exemptionDays() {
    String value = optional(EXEMPTION);
    return value.isEmpty() ? Optional.empty() : Optional.of(wholeDays(EXEMPTION, value));
  }

  /** Separated by commas or spaces. */
  private Set<String> domains() {
    Set<String> domains = new TreeSet<>();
    for (String domain : optional(DOMAINS).toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (!domain.isEmpty()) {
        EmailAddress.of("owner@" + domain)
            .ifPresentOrElse(
                address -> domains.add(address.domain()),
                () ->
                    problems.add(
                        Problem.of(
                            DOMAINS,
                            "has an invalid domain; write it like corp.example: '%s'"
                                .formatted(domain))));
      }
    }
    return domains;
  }

  private ActionLimit actionLimit() {
    String value = optional(ACTION_LIMIT);
    if (value.isEmpty()) {
      return new ActionLimit.None();
    }
    if (!value.matches("0*[1-9]\\d{0,8}")) {
      problems.add(
          Problem.of(
              ACTION_LIMIT,
              "must be a whole number of at least 1 (leave it out for no limit, set DRY_RUN=true"
                  + " for a run that only plans): '"
                  + value
                  + "'"));
      return new ActionLimit.None();
    }
    return new ActionLimit.AtMost(Integer.parseInt(value));
  }

  private int remindEvery() {
    String value = optional(REMIND_EVERY);
    if (value.isEmpty()) {
      return Options.DAILY;
    }
    if (!value.matches("0*[1-9]\\d{0,2}") || Integer.parseInt(value) > MOST_BETWEEN_REMINDERS) {
      problems.add(
          Problem.of(
              REMIND_EVERY,
              "must be a whole number of days from 1 (each day) to %s: '%s'"
                  .formatted(MOST_BETWEEN_REMINDERS, value)));
      return Options.DAILY;
    }
    return Integer.parseInt(value);
  }

  private EventBusChoice eventBus() {
    String value = optional(EVENT_BUS);
    if (!value.isEmpty() && !BUS.matcher(value).matches()) {
      problems.add(
          Problem.of(EVENT_BUS, "is not the name or the ARN of an event bus: '" + value + "'"));
    }
    return value.isEmpty() ? new EventBusChoice.None() : new EventBusChoice.Bus(value);
  }

  private boolean flag(String variable, boolean usual) {
    String value = optional(variable).toLowerCase(Locale.ROOT);
    if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
      problems.add(Problem.of(variable, "must be true or false: '" + optional(variable) + "'"));
    }
    return value.isEmpty() ? usual : value.equals("true");
  }

  private int unusedDays(int overdue) {
    int unused = daysOrNone(UNUSED);
    if (overdue >= 0 && unused > overdue) {
      problems.add(
          new Problem(
              List.of(UNUSED, OVERDUE),
              "%s (%s) must be at most OVERDUE_DAYS (%s): an older key is replaced before it counts as unused"
                  .formatted(UNUSED, unused, overdue)));
    }
    return unused;
  }

  private boolean replacesExposed() {
    String value = optional(ON_EXPOSED).toLowerCase(Locale.ROOT);
    if (!Set.of("", "hold", "rotate").contains(value)) {
      problems.add(
          Problem.of(ON_EXPOSED, "must be hold or rotate: '" + optional(ON_EXPOSED) + "'"));
    }
    return value.equals("rotate");
  }

  private int iamCallsPerSecond() {
    String value = optional(IAM_CALLS_PER_SECOND);
    if (value.isEmpty()) {
      return usualPace();
    }
    if (!value.matches("0*[1-9]\\d{0,3}") || Integer.parseInt(value) > FASTEST) {
      problems.add(
          Problem.of(
              IAM_CALLS_PER_SECOND,
              "must be a whole number of calls a second from 1 to %s: '%s'"
                  .formatted(FASTEST, value)));
      return usualPace();
    }
    return Integer.parseInt(value);
  }

  /** A plan only reads, so it starts faster; if IAM throttles, it lowers its rate. */
  private int usualPace() {
    return fillsIn ? Options.PLAN_CALLS_PER_SECOND : Options.IAM_CALLS_PER_SECOND;
  }

  /** A number of days, or -1 with a reported problem if it is invalid. */
  private int days(String variable, String usual) {
    String value = required(variable, "a number of days, usually " + usual);
    if (value.isEmpty()) {
      return -1;
    }
    return wholeDays(variable, value);
  }

  private int wholeDays(String variable, String value) {
    if (!value.matches("\\d{1,9}") || Integer.parseInt(value) > MOST_DAYS) {
      problems.add(
          Problem.of(
              variable,
              "must be a whole number of days from 0 to %s: '%s'".formatted(MOST_DAYS, value)));
      return -1;
    }
    return Integer.parseInt(value);
  }
}

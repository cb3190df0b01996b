package dev.keyturn.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.policy.Limits;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Policy;
import dev.keyturn.settings.Settings.Checked;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Map<String, String> usual() {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("LAMBDA_FUNCTION_NAME", "keyturn");
    usual.put("SES_EMAIL", "keys@corp.example");
    usual.put("SES_REGION", "eu-central-1");
    usual.put("IAM_EMAIL_TAG_KEY", "email");
    usual.put("S3_CSV_BUCKET", "corp-credentials");
    usual.put("LAST_CHECK_DATE_TAG_KEY", "last-check-date");
    usual.put("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key");
    usual.put("WARNING_DAYS", "30");
    usual.put("OVERDUE_DAYS", "60");
    usual.put("DEACTIVATE_DAYS", "10");
    usual.put("DELETION_DAYS", "7");
    return usual;
  }

  private static List<String> problemsWith(String... variablesAndValues) {
    Map<String, String> environment = usual();
    for (int i = 0; i < variablesAndValues.length; i += 2) {
      environment.put(variablesAndValues[i], variablesAndValues[i + 1]);
    }
    return problems(environment);
  }

  private static List<String> problems(Map<String, String> environment) {
    return switch (Settings.read(environment)) {
      case Checked.Sound _ -> List.of();
      case Checked.Unsound unsound -> unsound.texts();
    };
  }

  @Test
  void limitsWhatTagsMaySayOnlyWhereThatIsSet() {
    assertThat(policyWith(Map.of()).limits()).isEqualTo(Limits.none());
    assertThat(
            policyWith(
                    Map.of(
                        "MAX_EXEMPTION_DAYS", "90", "EMAIL_DOMAINS", " Corp.example, corp.test "))
                .limits())
        .isEqualTo(new Limits(Optional.of(90), Set.of("corp.example", "corp.test")));
    assertThat(policyWith(Map.of("EMAIL_DOMAINS", "M\u00fcnchen.example")).limits().domains())
        .containsExactly("xn--mnchen-3ya.example");
    for (String days : List.of("-1", "soon", "1.5")) {
      assertThat(problemsWith("MAX_EXEMPTION_DAYS", days))
          .singleElement()
          .asString()
          .contains("MAX_EXEMPTION_DAYS must be a whole number of days", days);
    }
    for (String domain : List.of("@corp.example", "corp", "corp..example", "fa\u00df.example")) {
      assertThat(problemsWith("EMAIL_DOMAINS", "fine.example " + domain))
          .singleElement()
          .asString()
          .contains("EMAIL_DOMAINS has an invalid domain", "'" + domain + "'");
    }
  }

  @Test
  void limitWhatThresholdsTagsMaySet() {
    assertThat(policyWith(Map.of("MAX_OVERDUE_DAYS", "180")).limits().overdueDays()).contains(180);
    assertThat(policyWith(Map.of()).limits().overdueDays()).isEmpty();
    assertThat(problemsWith("MAX_OVERDUE_DAYS", "59"))
        .singleElement()
        .asString()
        .contains("MAX_OVERDUE_DAYS (59) must be at least OVERDUE_DAYS (60)");
    assertThat(problemsWith("MAX_OVERDUE_DAYS", "soon"))
        .singleElement()
        .asString()
        .contains("MAX_OVERDUE_DAYS must be a whole number of days", "'soon'");
    assertThat(problemsWith("IAM_EMAIL_TAG_KEY", "Keyturn-Overdue-Days"))
        .singleElement()
        .asString()
        .contains("IAM_EMAIL_TAG_KEY names the tag", "threshold");
  }

  @Test
  void readDaysWithoutActionInATimeZone() {
    assertThat(noActionWith(Map.of())).isEqualTo(NoActionDays.none());
    assertThat(
            noActionWith(
                Map.of(
                    "NO_ACTION_ON",
                    " sat, SUNDAY,FRI..MON,2026-12-24..2027-01-06 2027-05-01",
                    "NO_ACTION_ZONE",
                    "Europe/Berlin")))
        .isEqualTo(
            new NoActionDays(
                List.of(
                    new NoActionDays.Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SATURDAY),
                    new NoActionDays.Weekdays(DayOfWeek.SUNDAY, DayOfWeek.SUNDAY),
                    new NoActionDays.Weekdays(DayOfWeek.FRIDAY, DayOfWeek.MONDAY),
                    new NoActionDays.Dates(LocalDate.of(2026, 12, 24), LocalDate.of(2027, 1, 6)),
                    new NoActionDays.Dates(LocalDate.of(2027, 5, 1), LocalDate.of(2027, 5, 1))),
                ZoneId.of("Europe/Berlin")));
    for (String wrong :
        List.of(
            "SAMSTAG",
            "2026-13-01",
            "2026-2-3",
            "SAT..2026-12-24",
            "2027-01-06..2026-12-24",
            "2026-01-01..2027-01-02",
            "SAT..",
            "SAT..SUN..MON")) {
      assertThat(problemsWith("NO_ACTION_ON", "SUN," + wrong))
          .singleElement()
          .asString()
          .contains("NO_ACTION_ON has", "'" + wrong + "'");
    }
    assertThat(problemsWith("NO_ACTION_ON", "MON..FRI,SAT,SUN"))
        .singleElement()
        .asString()
        .contains("NO_ACTION_ON leaves no day of the week", "'MON..FRI,SAT,SUN'");
    assertThat(problemsWith("NO_ACTION_ZONE", "Mars/Olympus"))
        .singleElement()
        .asString()
        .contains("NO_ACTION_ZONE is no time zone", "'Mars/Olympus'");
  }

  private static NoActionDays noActionWith(Map<String, String> more) {
    Map<String, String> environment = usual();
    environment.putAll(more);
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings().options().noAction();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  @Test
  void takeASenderWithAName() {
    Map<String, String> environment = usual();
    environment.put("SES_EMAIL", " Keyturn <keys@m\u00fcnchen.example> ");
    environment.put("ADMIN_EMAIL", "admin@m\u00fcnchen.example");
    Settings settings = ((Checked.Sound) Settings.read(environment)).settings();
    assertThat(settings.sender())
        .isEqualTo(new Sender("Keyturn", new EmailAddress("keys@xn--mnchen-3ya.example")));
    assertThat(settings.options().contact())
        .isEqualTo(new Options.Contact.Known(new EmailAddress("admin@xn--mnchen-3ya.example")));
    assertThat(problemsWith("ADMIN_EMAIL", "admin@fa\u00df.example"))
        .containsExactly(
            "ADMIN_EMAIL is not a mail address: 'admin@fa\u00df.example': its domain has no single"
                + " form in ASCII; write it as xn--...");
  }

  private static Policy policyWith(Map<String, String> more) {
    Map<String, String> environment = usual();
    environment.putAll(more);
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings().policy();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }

  @Test
  void areSoundWithTheUsualValues() {
    assertThat(Settings.read(usual()))
        .isEqualTo(
            new Checked.Sound(
                new Settings(
                    "keyturn",
                    new Sender(new EmailAddress("keys@corp.example")),
                    "eu-central-1",
                    "email",
                    "corp-credentials",
                    "last-check-date",
                    "last-check-old-key",
                    new Policy(30, 60, 10, 7),
                    new Options(
                        new Options.Contact.None(),
                        new Options.Encryption.ByS3(),
                        new Options.MailTemplates.Standard()))));
  }

  @Test
  void takeWhatMayBeLeftOut() {
    Map<String, String> environment = usual();
    environment.put("ADMIN_EMAIL", "admin@corp.example");
    environment.put("KMS_KEY_ID", "alias/keyturn");
    environment.put("MAIL_TEMPLATES", "/opt/templates");
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound ->
                assertThat(sound.settings().options())
                    .isEqualTo(
                        new Options(
                            new Options.Contact.Known(new EmailAddress("admin@corp.example")),
                            new Options.Encryption.ByKms("alias/keyturn"),
                            new Options.MailTemplates.InDirectory("/opt/templates"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "corp.security/keys_2-a",
        "arn:aws:events:eu-central-1:123456789012:event-bus/security",
        "arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/default"
      })
  void theEventBusIsANameOrAnArn(String bus) {
    Map<String, String> environment = usual();
    environment.put("EVENT_BUS", " " + bus + " ");
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound ->
                assertThat(sound.settings().options().eventBus())
                    .isEqualTo(new Options.EventBusChoice.Bus(bus)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my bus",
        "arn:aws:sns:eu-central-1:123456789012:alarms",
        "arn:aws:events:eu-central-1:1:event-bus/security",
        "arn:aws:events:eu-central-1:123456789012:event-bus/"
      })
  void anInvalidEventBusIsRefused(String bus) {
    Map<String, String> environment = usual();
    environment.put("EVENT_BUS", bus);
    assertThat(Settings.read(environment))
        .isEqualTo(
            new Checked.Unsound(
                List.of(
                    Problem.of(
                        "EVENT_BUS",
                        "is not the name or the ARN of an event bus: '" + bus + "'"))));
  }

  @Test
  void withoutASettingThereIsNoEventBus() {
    assertThat(Settings.read(usual()))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound ->
                assertThat(sound.settings().options().eventBus())
                    .isEqualTo(new Options.EventBusChoice.None()));
  }

  @Test
  void areFilledInForAPlan() {
    Checked.Sound none = (Checked.Sound) Settings.readForPlan(Map.of());
    assertThat(none.settings().policy()).isEqualTo(new Policy(30, 60, 10, 10));
    assertThat(none.settings().addressTag()).isEqualTo("email");
    assertThat(none.settings().sesRegion()).isEqualTo("us-east-1");
    assertThat(none.assumed().values()).containsOnlyKeys(usual().keySet());
    assertThat(none.assumed().sentence())
        .isEqualTo(
            "usual values for missing settings: WARNING_DAYS=30 OVERDUE_DAYS=60 and 5 more; what"
                + " depends on mail and the bucket is left out");
    assertThat(none.assumed().bucket() && none.assumed().mail()).isTrue();
  }

  @Test
  void areFilledInForAPlanOnlyWhereTheyAreMissing() {
    Checked.Sound all = (Checked.Sound) Settings.readForPlan(usual());
    assertThat(all.assumed()).isEqualTo(Assumed.none());
    assertThat(all.assumed().sentence()).isEmpty();
    assertThat(all.settings().policy()).isEqualTo(policyWith(Map.of()));
    Map<String, String> environment = usual();
    environment.remove("S3_CSV_BUCKET");
    environment.put("WARNING_DAYS", "45");
    Checked.Sound sound = (Checked.Sound) Settings.readForPlan(environment);
    assertThat(sound.settings().policy().warningDays()).isEqualTo(45);
    assertThat(sound.assumed().sentence()).isEqualTo("what depends on the bucket is left out");
    assertThat(sound.assumed().mail()).isFalse();
    for (String variable : usual().keySet()) {
      Map<String, String> without = usual();
      without.remove(variable);
      assertThat(((Checked.Sound) Settings.readForPlan(without)).assumed().values())
          .containsOnlyKeys(variable);
    }
  }

  @Test
  void letAPlanBeginFasterUnlessThatIsSet() {
    Map<String, String> environment = usual();
    assertThat(((Checked.Sound) Settings.readForPlan(environment)).settings().options())
        .extracting(Options::iamCallsPerSecond)
        .isEqualTo(50);
    environment.put("IAM_CALLS_PER_SECOND", "7");
    assertThat(((Checked.Sound) Settings.readForPlan(environment)).settings().options())
        .extracting(Options::iamCallsPerSecond)
        .isEqualTo(7);
  }

  @Test
  void takeTheRegionOfAwsForAPlanWithoutOneOfSes() {
    for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
      Checked.Sound sound = (Checked.Sound) Settings.readForPlan(Map.of(variable, "eu-central-1"));
      assertThat(sound.settings().sesRegion()).isEqualTo("eu-central-1");
    }
    assertThat(
            ((Checked.Sound) Settings.readForPlan(Map.of("AWS_REGION", "here")))
                .settings()
                .sesRegion())
        .isEqualTo("us-east-1");
  }

  @Test
  void stayInvalidForAPlanWhereTheyAreSetAndInvalid() {
    Checked.Unsound unsound =
        (Checked.Unsound)
            Settings.readForPlan(Map.of("WARNING_DAYS", "soon", "SES_EMAIL", "no-address"));
    assertThat(unsound.texts())
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).startsWith("WARNING_DAYS must be"))
        .anySatisfy(problem -> assertThat(problem).startsWith("SES_EMAIL is not a mail address"));
    assertThat(Settings.readForPlan(Map.of("WARNING_DAYS", "70")))
        .isInstanceOfSatisfying(
            Checked.Unsound.class,
            contradiction ->
                assertThat(contradiction.texts())
                    .singleElement()
                    .asString()
                    .startsWith("OVERDUE_DAYS (60) must be more than WARNING_DAYS (70)"));
  }

  @Test
  void nameEachVariableThatIsMissingOrBlank() {
    for (String variable : usual().keySet()) {
      Map<String, String> environment = usual();
      environment.remove(variable);
      assertThat(problems(environment))
          .singleElement()
          .asString()
          .startsWith(variable + " is not set: ");
      assertThat(problemsWith(variable, "  ")).isEqualTo(problems(environment));
    }
  }

  @Test
  void nameAllElevenOfAnEmptyEnvironmentAtOnce() {
    assertThat(problems(Map.of()))
        .hasSameSizeAs(usual().keySet())
        .allSatisfy(
            problem -> assertThat(usual()).containsKey(problem.substring(0, problem.indexOf(' '))))
        .doesNotHaveDuplicates();
  }

  @Test
  void nameAllContradictionsTogether() {
    assertThat(
            problemsWith(
                "SES_EMAIL", "nowhere",
                "SES_REGION", "Frankfurt",
                "S3_CSV_BUCKET", "Corp_Credentials",
                "LAST_CHECK_DATE_TAG_KEY", "EMAIL",
                "LAST_CHECK_OLD_KEY_TAG_KEY", "aws:old",
                "WARNING_DAYS", "60",
                "DELETION_DAYS", "-1",
                "ADMIN_EMAIL", "root@"))
        .containsExactly(
            "SES_EMAIL is not a mail address: 'nowhere'",
            "SES_REGION is not a region: 'Frankfurt'",
            "S3_CSV_BUCKET is not a bucket's name: 'Corp_Credentials'",
            "LAST_CHECK_OLD_KEY_TAG_KEY begins with 'aws:', which AWS reserves: 'aws:old'",
            "IAM_EMAIL_TAG_KEY and LAST_CHECK_DATE_TAG_KEY name the same tag, 'EMAIL' (IAM ignores"
                + " the case of tag keys)",
            "DELETION_DAYS must be a whole number of days from 0 to 36500: '-1'",
            "OVERDUE_DAYS (60) must be more than WARNING_DAYS (60): a key is warned about before it"
                + " is replaced",
            "ADMIN_EMAIL is not a mail address: 'root@'");
  }

  @Test
  void wantEveryKeyWarnedAboutBeforeItIsReplaced() {
    assertThat(problemsWith("WARNING_DAYS", "59")).isEmpty();
    assertThat(problemsWith("WARNING_DAYS", "60")).singleElement().asString().contains("(60)");
    assertThat(problemsWith("WARNING_DAYS", "61")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "007", "36500"})
  void takeWholeNumbersOfDays(String days) {
    assertThat(problemsWith("DEACTIVATE_DAYS", days, "DELETION_DAYS", days)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+1", "1.5", "ten", "10 days", "1e1", "36501", "99999999999", "١٠"})
  void refuseWhatIsNoNumberOfDays(String days) {
    for (String variable :
        List.of("WARNING_DAYS", "OVERDUE_DAYS", "DEACTIVATE_DAYS", "DELETION_DAYS")) {
      assertThat(problemsWith(variable, days))
          .containsExactly(
              variable + " must be a whole number of days from 0 to 36500: '" + days + "'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IAM_EMAIL_TAG_KEY, LAST_CHECK_DATE_TAG_KEY",
    "IAM_EMAIL_TAG_KEY, LAST_CHECK_OLD_KEY_TAG_KEY",
    "LAST_CHECK_DATE_TAG_KEY, LAST_CHECK_OLD_KEY_TAG_KEY"
  })
  void refuseTagKeysThatDifferInCaseAtMost(String one, String other) {
    assertThat(problemsWith(one, "same-Tag", other, "Same-tag"))
        .containsExactly(
            one
                + " and "
                + other
                + " name the same tag, 'Same-tag' (IAM ignores the case of tag keys)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:x", "AWS:x", "Aws:x", "aWS:"})
  void refuseTagKeysThatAwsKeepsToItselfWhateverTheirCase(String key) {
    for (String variable : tagVariables()) {
      assertThat(problemsWith(variable, key))
          .singleElement()
          .asString()
          .startsWith(variable + " begins with 'aws:'");
    }
  }

  @Test
  void refuseTagKeysThatAreTooLongOrHoldOddCharacters() {
    for (String variable : tagVariables()) {
      assertThat(problemsWith(variable, "k".repeat(128))).isEmpty();
      assertThat(problemsWith(variable, "k".repeat(129)))
          .containsExactly(
              variable + " is 129 characters long; IAM allows 128 for the key of a tag");
      assertThat(problemsWith(variable, "Schlüssel: a_b.c:d/e=f+g-h@i")).isEmpty();
      assertThat(problemsWith(variable, "owner?")).hasSize(1);
      assertThat(problemsWith(variable, "awsome")).isEmpty();
    }
  }

  private static List<String> tagVariables() {
    return List.of("IAM_EMAIL_TAG_KEY", "LAST_CHECK_DATE_TAG_KEY", "LAST_CHECK_OLD_KEY_TAG_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys",
        "keys@corp",
        "Keys <keys@corp>",
        "keys@corp.example <Keys>",
        "a@b.example,c@d.example"
      })
  void refuseSendersThatAreNoAddress(String sender) {
    assertThat(problemsWith("SES_EMAIL", sender))
        .singleElement()
        .asString()
        .startsWith("SES_EMAIL is not a mail address: '" + sender + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"us-east-1", "us-gov-west-1", "cn-north-1", "ap-southeast-4", "il-central-1"})
  void takeRegionsOfAllPartitions(String region) {
    assertThat(problemsWith("SES_REGION", region)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "ab",
        "A-bucket",
        "a_bucket",
        "-bucket",
        "bucket-",
        "a..b",
        "192.168.0.1",
        "s3://bucket"
      })
  void refuseWhatIsNoBucketsName(String bucket) {
    assertThat(problemsWith("S3_CSV_BUCKET", bucket)).hasSize(1);
    assertThat(problemsWith("S3_CSV_BUCKET", "b".repeat(63))).isEmpty();
    assertThat(problemsWith("S3_CSV_BUCKET", "b".repeat(64))).hasSize(1);
  }

  @Test
  void refuseANameThatIsTooLongOrHoldsControlCharacters() {
    assertThat(problemsWith("LAMBDA_FUNCTION_NAME", "n".repeat(140))).isEmpty();
    assertThat(problemsWith("LAMBDA_FUNCTION_NAME", "n".repeat(141))).hasSize(1);
    assertThat(problemsWith("LAMBDA_FUNCTION_NAME", "key\nturn")).hasSize(1);
  }

  @Test
  void takeTheLimitsOnHarmWhereTheyAreSet() {
    Map<String, String> environment = usual();
    environment.put("IN_USE_GRACE_DAYS", "14");
    environment.put("MAX_ACTIONS_PER_RUN", "050");
    environment.put("DRY_RUN", "True");
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound -> {
              assertThat(sound.settings().policy()).isEqualTo(new Policy(30, 60, 10, 7, 14));
              assertThat(sound.settings().options().actionLimit())
                  .isEqualTo(new Options.ActionLimit.AtMost(50));
              assertThat(sound.settings().options().dryRun()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({"'', 20", "1, 1", "007, 7", "1000, 1000"})
  void boundThePaceOfCalls(String value, int callsPerSecond) {
    Map<String, String> environment = usual();
    environment.put("IAM_CALLS_PER_SECOND", value);
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound ->
                assertThat(sound.settings().options().iamCallsPerSecond())
                    .isEqualTo(callsPerSecond));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "2000", "99999", "2.5", "fast"})
  void refuseAPaceThatIsNone(String value) {
    assertThat(problemsWith("IAM_CALLS_PER_SECOND", value))
        .containsExactly(
            "IAM_CALLS_PER_SECOND must be a whole number of calls a second from 1 to 1000: '"
                + value
                + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "TRUE, true",
    "' true ', true",
    "false, false",
    "False, false",
    "'', false"
  })
  void actUnlessDryRunIsExactlyTrue(String value, boolean dry) {
    Map<String, String> environment = usual();
    environment.put("DRY_RUN", value);
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound -> assertThat(sound.settings().options().dryRun()).isEqualTo(dry));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "0", "no", "on", "tru", "true false", "TRUE!"})
  void refuseADryRunThatIsNeitherTrueNorFalse(String value) {
    assertThat(problemsWith("DRY_RUN", value))
        .containsExactly("DRY_RUN must be true or false: '" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "000", "-1", "+5", "1.5", "many", "10 users", "9999999999", "١"})
  void refuseALimitThatIsNoNumberOfActions(String limit) {
    assertThat(problemsWith("MAX_ACTIONS_PER_RUN", limit))
        .singleElement()
        .asString()
        .startsWith("MAX_ACTIONS_PER_RUN must be a whole number of at least 1")
        .endsWith("'" + limit + "'");
  }

  @Test
  void takeALimitFromOneToNineDigitsAndNoneWhereItIsBlank() {
    for (String limit : List.of("1", "999999999", "0000000001")) {
      assertThat(problemsWith("MAX_ACTIONS_PER_RUN", limit)).isEmpty();
    }
    for (String variable : List.of("MAX_ACTIONS_PER_RUN", "IN_USE_GRACE_DAYS", "DRY_RUN")) {
      Map<String, String> environment = usual();
      environment.put(variable, "  ");
      assertThat(Settings.read(environment)).isEqualTo(Settings.read(usual()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "ten", "1.5", "36501", "3 days"})
  void refuseAGraceForKeysInUseThatIsNoNumberOfDays(String days) {
    assertThat(problemsWith("IN_USE_GRACE_DAYS", days))
        .containsExactly(
            "IN_USE_GRACE_DAYS must be a whole number of days from 0 to 36500: '" + days + "'");
    assertThat(problemsWith("IN_USE_GRACE_DAYS", "0")).isEmpty();
    assertThat(problemsWith("IN_USE_GRACE_DAYS", "36500")).isEmpty();
  }

  @Test
  void takeHoldOrRotateForExposedKeysAndHoldWhereItIsNotSet() {
    assertThat(problemsWith("ON_EXPOSED", "delete"))
        .containsExactly("ON_EXPOSED must be hold or rotate: 'delete'");
    Map<String, String> environment = usual();
    assertThat(replacesExposed(environment)).isFalse();
    for (String value : List.of("", "hold", "Rotate")) {
      environment.put("ON_EXPOSED", value);
      assertThat(replacesExposed(environment)).isEqualTo(value.equals("Rotate"));
    }
  }

  @Test
  void takeAsUnusedWhatIsReplacedOtherwise() {
    for (String days : List.of("61", "-1", "x")) {
      assertThat(problemsWith("UNUSED_DAYS", days)).hasSize(1);
    }
    assertThat(problemsWith("UNUSED_DAYS", "61"))
        .containsExactly(
            "UNUSED_DAYS (61) must be at most OVERDUE_DAYS (60): an older key is replaced before it"
                + " counts as unused");
    Map<String, String> environment = usual();
    for (String days : List.of("", "0", "45", "60")) {
      environment.put("UNUSED_DAYS", days);
      assertThat(((Checked.Sound) Settings.read(environment)).settings().policy().unusedDays() + "")
          .isEqualTo(days.isEmpty() ? "0" : days);
    }
  }

  private static boolean replacesExposed(Map<String, String> environment) {
    return ((Checked.Sound) Settings.read(environment)).settings().policy().replacesExposed();
  }

  @Test
  void takeFromOneDayToAYearBetweenWarnings() {
    for (String days : List.of("1", "7", "007", "365", "  ")) {
      assertThat(problemsWith("REMIND_EVERY_DAYS", days)).isEmpty();
    }
    for (String days : List.of("0", "-1", "366", "1000", "x", "1.5")) {
      assertThat(problemsWith("REMIND_EVERY_DAYS", days))
          .containsExactly(
              "REMIND_EVERY_DAYS must be a whole number of days from 1 (each day) to 365: '"
                  + days
                  + "'");
    }
    Map<String, String> environment = usual();
    environment.put("REMIND_EVERY_DAYS", "7");
    assertThat(Settings.read(environment))
        .isInstanceOfSatisfying(
            Checked.Sound.class,
            sound -> assertThat(sound.settings().options().remindEveryDays()).isEqualTo(7));
  }

  @Test
  void refuseTheTagOfExemptionsForAnyOfTheThreeWhateverItsCase() {
    for (String variable : tagVariables()) {
      for (String key : List.of("keyturn-exempt", "Keyturn-Exempt", "KEYTURN-EXEMPT")) {
        assertThat(problemsWith(variable, key))
            .containsExactly(
                variable + " names the tag '" + key + "', which holds a user's exemption");
      }
      assertThat(problemsWith(variable, "keyturn-exempted")).isEmpty();
    }
  }

  @Test
  void nameTheBadLimitsTogetherWithAllElse() {
    assertThat(
            problemsWith(
                "SES_EMAIL", "nowhere",
                "IN_USE_GRACE_DAYS", "x",
                "MAX_ACTIONS_PER_RUN", "0",
                "DRY_RUN", "maybe"))
        .hasSize(4)
        .anyMatch(problem -> problem.startsWith("SES_EMAIL"))
        .anyMatch(problem -> problem.startsWith("IN_USE_GRACE_DAYS"))
        .anyMatch(problem -> problem.startsWith("MAX_ACTIONS_PER_RUN"))
        .anyMatch(problem -> problem.startsWith("DRY_RUN"));
  }

  @Test
  void areThoseOfOneAccountWithoutAnOrganization() {
    assertThat(organization(Map.of())).isEqualTo(new Organization.None());
    assertThat(organization(Map.of("ORG_ACCOUNTS_AT_ONCE", "40", "ORG_ROLE_NAME", "role")))
        .isEqualTo(new Organization.None());
    for (String variable :
        List.of("ORG_UNITS", "ORG_EXCLUDED", "ORG_CANARY_UNITS", "ORG_LIST_ROLE_ARN")) {
      assertThat(problemsWith(variable, "ou-ab12-11112222"))
          .containsExactly(variable + " is set, but ORG_ID is not");
    }
  }

  @Test
  void nameAnOrganizationAndWhichOfItsAccounts() {
    assertThat(organization(Map.of("ORG_ID", "o-exampleorgid")))
        .isEqualTo(
            new Organization.Of(
                "o-exampleorgid",
                new Organization.Choice(Set.of(), Set.of(), Set.of()),
                new Organization.Rollout(40, 10),
                "keyturn-member-prod",
                Optional.empty()));
    Map<String, String> all = new TreeMap<>();
    all.put("ORG_ID", "o-exampleorgid");
    all.put("ORG_UNITS", "ou-ab12-11112222, r-ab12");
    all.put("ORG_EXCLUDED", "123456789012 ou-ab12-33334444");
    all.put("ORG_CANARY_UNITS", "ou-ab12-55556666");
    all.put("ORG_ACCOUNTS_AT_ONCE", "7");
    all.put("ORG_STOP_PERCENT", "0");
    all.put("ORG_ROLE_NAME", "rotator");
    all.put("ORG_LIST_ROLE_ARN", "arn:aws:iam::999999999999:role/lister");
    assertThat(organization(all))
        .isEqualTo(
            new Organization.Of(
                "o-exampleorgid",
                new Organization.Choice(
                    Set.of("ou-ab12-11112222", "r-ab12"),
                    Set.of("123456789012", "ou-ab12-33334444"),
                    Set.of("ou-ab12-55556666")),
                new Organization.Rollout(7, 0),
                "rotator",
                Optional.of("arn:aws:iam::999999999999:role/lister")));
  }

  @Test
  void reportEachProblemOfAnOrganization() {
    Map<String, String> bad = new TreeMap<>();
    bad.put("ORG_ID", "exampleorgid");
    bad.put("ORG_UNITS", "security");
    bad.put("ORG_EXCLUDED", "123");
    bad.put("ORG_CANARY_UNITS", "123456789012");
    bad.put("ORG_ACCOUNTS_AT_ONCE", "0");
    bad.put("ORG_STOP_PERCENT", "101");
    bad.put("ORG_ROLE_NAME", "a role");
    bad.put("ORG_LIST_ROLE_ARN", "lister");
    Map<String, String> environment = usual();
    environment.putAll(bad);
    assertThat(((Checked.Unsound) Settings.read(environment)).texts())
        .hasSize(bad.size())
        .allSatisfy(problem -> assertThat(bad.keySet()).anyMatch(problem::startsWith))
        .allSatisfy(problem -> assertThat(problem).endsWith("'"));
  }

  @Test
  void refuseListsThatContradictEachOther() {
    Map<String, String> environment = usual();
    environment.put("ORG_ID", "o-exampleorgid");
    environment.put("ORG_UNITS", "ou-ab12-11112222");
    environment.put("ORG_CANARY_UNITS", "ou-ab12-55556666");
    environment.put("ORG_EXCLUDED", "ou-ab12-11112222,ou-ab12-55556666");
    assertThat(((Checked.Unsound) Settings.read(environment)).texts())
        .containsExactly(
            "ORG_UNITS and ORG_EXCLUDED both name ou-ab12-11112222",
            "ORG_CANARY_UNITS and ORG_EXCLUDED both name ou-ab12-55556666");
  }

  private static Organization organization(Map<String, String> more) {
    Map<String, String> environment = usual();
    environment.putAll(more);
    return switch (Settings.read(environment)) {
      case Checked.Sound sound -> sound.settings().options().organization();
      case Checked.Unsound unsound -> throw new AssertionError(unsound.texts());
    };
  }
}

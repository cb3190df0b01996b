package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.proof.model.ModelPorts;
import dev.keyturn.run.DigestSender;
import dev.keyturn.run.DigestSender.Sent;
import dev.keyturn.run.Run;
import dev.keyturn.run.Run.Applied;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.mail.Accepted;
import dev.keyturn.sandbox.mail.Mail;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.trouble.TurnableClock;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The digest of a run, and when there is none. */
class DigestTest {
  private static final String REGION = "eu-central-1";
  private static final String BUCKET = "keyturn-files";
  private static final String SENDER = "keys@corp.example";
  private static final String ADMINS = "admins@corp.example";

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T10:15:30Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Staff staff = new Staff(account, clock);
  private final Ports ports = new ModelPorts(account, clock, REGION, BUCKET, SENDER).ports();
  private final Map<String, String> environment =
      new TreeMap<>(Given.environment(BUCKET, SENDER, REGION));

  @BeforeEach
  void install() {
    account.buckets().create(BUCKET, REGION);
    account.mailroom(REGION).create(SENDER);
    account.mailroom(REGION).verify(SENDER);
    environment.put("ADMIN_EMAIL", ADMINS);
  }

  private void user(String name, String address, NewKey... keys) {
    staff.hire(name, address, Arrays.asList(keys));
  }

  private NewKey key(int age) {
    return staff.key(age);
  }

  private Applied applied() throws CannotBegin, UnusableTemplates {
    Settings settings = Given.settings(environment);
    return new Run(
            settings,
            ports,
            new MailFactory(settings).noticeWriter(ports.account()),
            new RuntimeEnvironment(clock, clock::advance, new Random(1), Runnable::run),
            _ -> {})
        .planAndApply(RunRequest.everyone().over(PlanHorizon.today()));
  }

  private DigestSender digestSender() throws UnusableTemplates {
    Settings settings = Given.settings(environment);
    return new DigestSender(
        settings, ports, new MailFactory(settings).digestWriter(ports.account()));
  }

  private List<Mail> digests() {
    return account.mailroom(REGION).accepted().stream()
        .map(Accepted::mail)
        .filter(mail -> mail.to().contains(ADMINS))
        .toList();
  }

  private Mail digest() {
    assertThat(digests()).hasSize(1);
    return digests().getFirst();
  }

  @Test
  void reportsARotationInOneMail() throws Exception {
    user("alice", "alice@corp.example", key(61));
    user("bob", "bob@corp.example", key(31));
    assertThat(digestSender().send(applied())).isEqualTo(new Sent.To(new EmailAddress(ADMINS)));
    List<AccessKey> keys = account.users().get("alice").keys();
    assertThat(digest().subject()).isEqualTo("[keyturn] 2026-11-22: 1 replaced");
    assertThat(digest().text())
        .contains(
            """
            REPLACED: 1

            - alice: new key %s for %s
            """
                .formatted(keys.get(1).id(), keys.get(0).id()),
            "Users                2, 2 of them managed",
            "Warned today         1")
        .doesNotContain("FAILED", "HELD", "LEFT", "DELETED", "THE WHOLE REPORT")
        .doesNotContain(keys.get(1).secret().reveal());
    assertThat(digest().html()).contains("<b>alice</b>").doesNotContain("{{");
  }

  @Test
  void linksThePageOfTheRun() throws Exception {
    user("alice", "alice@corp.example", key(61));
    digestSender().send(applied(), "reports/2026-11-22-run.html");
    assertThat(digest().text())
        .contains(
            "aws s3 cp \"s3://keyturn-files/reports/2026-11-22-run.html\" . --region eu-central-1",
            "https://eu-central-1.console.aws.amazon.com/s3/object/keyturn-files?region=eu-central-1"
                + "&prefix=reports/2026-11-22-run.html");
  }

  @Test
  void isNotSentOnAQuietDayOrForWarningsAlone() throws Exception {
    user("carol", "carol@corp.example", key(3));
    assertThat(digestSender().send(applied())).isEqualTo(new Sent.Nothing());
    user("bob", "bob@corp.example", key(31));
    Applied warned = applied();
    assertThat(warned.report().rows()).hasSize(1);
    assertThat(digestSender().wanted(warned)).isFalse();
    assertThat(digestSender().send(warned)).isEqualTo(new Sent.Nothing());
    assertThat(digests()).isEmpty();
  }

  @Test
  void isNotSentWithoutAnAdministratorsAddress() throws Exception {
    environment.remove("ADMIN_EMAIL");
    user("alice", "alice@corp.example", key(61));
    Applied applied = applied();
    assertThat(digestSender().wanted(applied)).isFalse();
    assertThat(digestSender().send(applied)).isEqualTo(new Sent.Nothing());
  }

  @Test
  void reportsThatItCouldNotBeSentAndTheRunSucceeds() throws Exception {
    account.mailroom(REGION).standing(new Mailroom.Standing(true, true, 1, 14));
    user("alice", "alice@corp.example", key(61));
    Applied applied = applied();
    assertThat(digestSender().send(applied))
        .isInstanceOfSatisfying(
            Sent.Not.class, not -> assertThat(not.why()).contains("Daily message quota"));
    assertThat(applied.report().failed()).isZero();
    assertThat(account.users().get("alice").keys()).hasSize(2);
  }

  @Test
  void listsHeldUsersAndHowToFreeThem() throws Exception {
    user("erin", "ask the ops team", key(61));
    digestSender().send(applied());
    assertThat(digest().subject())
        .isEqualTo("[keyturn] 2026-11-22: 1 held until an administrator acts");
    assertThat(digest().text())
        .contains("- erin: the address tag holds no address", "ask the ops team")
        .contains("\n    aws iam tag-user --user-name erin ");
    assertThat(digest().html()).contains(">aws iam tag-user --user-name erin ");
  }

  @Test
  void listsOverdueKeysThatNoRunWillReplace() throws Exception {
    environment.put("REMIND_EVERY_DAYS", "7");
    user("alice", "alice@corp.example", key(61));
    user("bob", "bob@corp.example", key(61), key(62));
    user("carol", "carol@corp.example", key(60), key(1));
    user("dan", "", key(90));
    user("erin", "ask the ops team", key(65));
    for (int day = 0; day < 2; day++) {
      Applied applied = applied();
      assertThat(applied.report().neverRotated())
          .extracting(
              overdue -> overdue.user().value(), NeverRotated::ageDays, NeverRotated::reason)
          .startsWith(
              tuple("dan", 90L + day, Reason.Nothing.NO_ADDRESS),
              tuple("erin", 65L + day, Reason.Hold.ADDRESS_INVALID),
              tuple("bob", 62L + day, Reason.Warn.BOTH_ACTIVE),
              tuple("bob", 61L + day, Reason.Warn.BOTH_ACTIVE))
          .hasSize(4 + day);
      digestSender().send(applied);
      clock.advance(Duration.ofDays(1));
    }
    String bobs = account.users().get("bob").keys().getFirst().id();
    assertThat(digests().getFirst().text())
        .contains(
            "OVERDUE, AND NEVER REPLACED: 4",
            "- dan: a key at least 90 days old: the user has no address tag",
            "- bob: " + bobs)
        .doesNotContain("- carol");
    assertThat(digests().getLast().text()).contains("OVERDUE, AND NEVER REPLACED: 5", "- carol: ");
  }

  @Test
  void errorsAreTextAlsoInHtml() throws Exception {
    digestSender()
        .send(
            with(
                List.of(
                    row(
                        "bob",
                        Reason.Hold.READ_FAILED,
                        new Outcome.Failed("<a href='x'>no</a> & no")))));
    assertThat(digest().text()).contains("- bob, reading: <a href='x'>no</a> & no\n");
    assertThat(digest().html()).contains("no&lt;/a&gt; &amp; no").doesNotContain("<a href='x'");
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.Hold.class,
      names = {"EXEMPT", "CHANGED_MEANWHILE"})
  void countsHoldsThatNeedNoActionButIsNotSentForThem(Reason.Hold reason) throws Exception {
    Row held = row("alice", reason, new Outcome.Done());
    assertThat(digestSender().send(with(List.of(held)))).isEqualTo(new Sent.Nothing());
    digestSender()
        .send(
            with(List.of(held, row("bob", Reason.Hold.READ_FAILED, new Outcome.Failed("denied")))));
    assertThat(digest().subject()).isEqualTo("[keyturn] 2026-11-22: 1 failed");
    assertThat(digest().text())
        .contains("- bob, reading: denied", "Held or exempt       1,", "keyturn history NAME")
        .doesNotContain("alice", "HELD UNTIL");
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.Hold.class,
      names = {"NEVER_FETCHED", "STILL_IN_USE", "REACTIVATED_AGAIN", "NEW_KEY_TOO_YOUNG"})
  void listsUsersWhoseOldKeyCannotBeDeactivated(Reason.Hold reason) throws Exception {
    digestSender().send(with(List.of(row("alice", reason, new Outcome.Done()))));
    assertThat(digest().text()).contains("HELD UNTIL", "alice: " + reason.meaning());
  }

  @Test
  void reportsTheNumberOfDeferredUsersAndTheReason() throws Exception {
    environment.put("MAX_ACTIONS_PER_RUN", "1");
    user("alice", "alice@corp.example", key(61));
    user("bob", "bob@corp.example", key(62));
    user("carol", "carol@corp.example", key(63));
    digestSender().send(applied());
    assertThat(digest().subject())
        .isEqualTo("[keyturn] 2026-11-22: 1 replaced, 2 left for the next run");
    assertThat(digest().text()).contains("- 2 users: not begun: MAX_ACTIONS_PER_RUN is 1");
  }

  @Test
  void reportsDeactivationsAndDeletions() throws Exception {
    user("alice", "alice@corp.example", key(61));
    applied();
    AccessKey fresh = account.users().get("alice").keys().get(1);
    String old = account.users().get("alice").keys().get(0).id();
    account.keys().recordUse(fresh.id(), new LastUse.At(clock.instant(), REGION, "s3"));
    clock.advance(Duration.ofDays(11));
    digestSender().send(applied());
    clock.advance(Duration.ofDays(11));
    digestSender().send(applied());
    assertThat(digests())
        .extracting(Mail::subject)
        .containsExactly("[keyturn] 2026-12-03: 1 deactivated", "[keyturn] 2026-12-14: 1 deleted");
    assertThat(digests()).allMatch(mail -> mail.text().contains("- alice: " + old + "\n"));
  }

  @Test
  void staysSmallForManyUsers() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String user = "user-%04d".formatted(i) + "x".repeat(55);
      rows.add(row(user, Reason.Hold.READ_FAILED, new Outcome.Failed("\u202e\nno ".repeat(1_000))));
      rows.add(row(user, Reason.Hold.NO_WORKING_KEY, new Outcome.Done()));
      rows.add(
          new Row(
              new UserName(user),
              new Owner.None(),
              List.of(),
              new Deactivate(
                  Reason.Deactivate.TURNED_OFF_BY_OWNER,
                  new KeyId("AKIAIOSFODNN7EXAMPLE"),
                  DeactivationStep.RECORDING),
              new Outcome.Done()));
    }
    digestSender().send(with(rows));
    assertThat(digest().subject())
        .isEqualTo(
            "[keyturn] 2026-11-22: 5000 failed, 5000 deactivated, 5000 held until an administrator"
                + " acts");
    assertThat(digest().text()).contains("and 4980 more").doesNotContain("\u202e");
    assertThat(digest().html().length()).isLessThan(64 * 1024);
    assertThat(digest().text().length()).isLessThan(64 * 1024);
  }

  private static Row row(String user, Reason.Hold reason, Outcome outcome) {
    return new Row(new UserName(user), new Owner.None(), List.of(), new Hold(reason), outcome);
  }

  /** A run with this outcome. */
  private Applied with(List<Row> rows) throws CannotBegin, UnusableTemplates {
    Applied applied = applied();
    Report quiet = applied.report();
    return new Applied(
        applied.plan(),
        new Report(
            quiet.name(),
            quiet.mode(),
            quiet.accountId(),
            quiet.date(),
            quiet.runId(),
            quiet.users(),
            quiet.managed(),
            quiet.apiCalls(),
            quiet.time(),
            rows,
            List.of()));
  }
}

package dev.keyturn.proof.simulation;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.policy.Limits;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Policy;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Sender;
import dev.keyturn.settings.Settings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Generates an installation and its users. */
final class Company {
  private static final List<String> NAMES =
      List.of("alice", "Bob", "carol+ci@corp.example", "d=_,.", "E".repeat(64));

  /** The days by which tags can delay a rotation. */
  static final int LONGEST_DELAY = 20;

  private static final int LONGEST_NOTICE = 14;

  private final Dice dice;
  private final Dice apart;
  private final Dice later;

  /**
   * A company to be generated.
   *
   * @param apart for later additions, so that seeds without them do not change
   * @param later for what was added after that, in this order: {@code ON_EXPOSED}, {@code
   *     UNUSED_DAYS}, {@code NOTICE_DAYS}
   */
  Company(Dice dice, Dice apart, Dice later) {
    this.dice = dice;
    this.apart = apart;
    this.later = later;
  }

  /** Days of all sizes, mostly small ones, so that much happens in a year. */
  Settings settings() {
    Policy days =
        switch (dice.below(10)) {
          case 0, 1 -> new Policy(30, 60, 10, 10);
          case 2 -> policy(90, 90, 40, 40);
          case 3 -> policy(1, 1, 1, 1);
          case 4 -> policy(0, 0, 0, 0);
          case 5, 6 -> policy(10, 20, 8, 8);
          default -> policy(4, 6, 4, 4);
        };
    boolean replacesExposed = later.chance(0.3);
    int unusedDays = unusedDays(days.overdueDays());
    Policy policy =
        new Policy(
            days.warningDays(),
            days.overdueDays(),
            days.deactivateDays(),
            days.deletionDays(),
            dice.one(List.of(0, 0, 2, 15)),
            limits(days.overdueDays()),
            later.chance(0.3) ? later.between(1, LONGEST_NOTICE) : 0,
            replacesExposed,
            unusedDays);
    return new Settings(
        "keyturn",
        new Sender("Schl\u00fcssel", new EmailAddress(Scene.SENDER)),
        Scene.REGION,
        dice.one(List.of("email", "Email", "owner/address")),
        Scene.BUCKET,
        dice.one(List.of("last-check-date", "Last-Check-Date")),
        "last-check-old-key",
        policy,
        new Options(
            new Options.Contact.None(),
            new Options.Encryption.ByS3(),
            new Options.MailTemplates.Standard(),
            dice.chance(0.2)
                ? new Options.ActionLimit.AtMost(dice.between(1, 2))
                : new Options.ActionLimit.None(),
            false,
            Options.IAM_CALLS_PER_SECOND,
            true,
            apart.one(List.of(Options.DAILY, Options.DAILY, Options.DAILY, 2, 3, 7)),
            noAction()));
  }

  /** Off, or at most OVERDUE_DAYS. */
  private int unusedDays(int overdueDays) {
    return later.chance(0.3) ? later.between(Math.ceilDiv(overdueDays, 3), overdueDays) : 0;
  }

  /** None, weekends, or weeks in the middle of a year, in zones on either side of UTC. */
  private NoActionDays noAction() {
    List<NoActionDays.Entry> entries = new ArrayList<>();
    if (apart.chance(0.25)) {
      entries.add(new NoActionDays.Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
    }
    if (apart.chance(0.25)) {
      for (int i = 0; i < 4; i++) {
        LocalDate first = LocalDate.of(2026, 12, 1).plusDays(apart.between(0, 700));
        entries.add(new NoActionDays.Dates(first, first.plusDays(apart.between(0, 20))));
      }
    }
    return new NoActionDays(
        entries,
        ZoneId.of(apart.one(List.of("UTC", "Europe/Berlin", "Pacific/Kiritimati", "-11:00"))));
  }

  private Limits limits(int overdueDays) {
    return new Limits(
        Optional.empty(),
        Set.of(),
        apart.chance(0.5)
            ? Optional.of(overdueDays + apart.one(List.of(0, 3, LONGEST_DELAY)))
            : Optional.empty());
  }

  /** Tags that ask for thresholds, within the limit or not. */
  private void ask(List<Tag> tags, Settings settings) {
    if (apart.chance(0.4)) {
      int overdue = settings.policy().overdueDays() + apart.between(-2, LONGEST_DELAY + 3);
      tags.add(new Tag(Own.OVERDUE_TAG, apart.chance(0.9) ? "" + overdue : "soon"));
    }
    if (apart.chance(0.2)) {
      int warning = settings.policy().warningDays() + apart.between(-1, 5);
      tags.add(new Tag(Own.WARNING_TAG, "" + warning));
    }
  }

  private Policy policy(int warning, int overdue, int deactivate, int deletion) {
    int warned = dice.between(0, warning);
    return new Policy(
        warned,
        warned + 1 + dice.between(0, overdue),
        dice.between(0, deactivate),
        dice.between(0, deletion));
  }

  /** Creates a bucket whose files expire or not, a verified sender, and users with a history. */
  void furnish(Account account, Settings settings, Instant now) {
    account.buckets().create(Scene.BUCKET, Scene.REGION);
    if (dice.chance(0.4)) {
      account
          .buckets()
          .lifecycle(
              Scene.BUCKET,
              List.of(new LifecycleRule("expire", "credential/", dice.between(1, 20), true)));
    }
    account.mailroom(Scene.REGION).create(Scene.SENDER);
    account.mailroom(Scene.REGION).verify(Scene.SENDER);
    int users = dice.one(List.of(1, 1, 1, 2, 2, 3, 4));
    for (int i = 0; i < users; i++) {
      join(account, settings, NAMES.get(i), now);
    }
  }

  private void join(Account account, Settings settings, String name, Instant now) {
    List<Tag> tags = new ArrayList<>();
    if (dice.chance(0.9)) {
      String key = settings.addressTag();
      tags.add(
          new Tag(dice.chance(0.1) ? key.toUpperCase(java.util.Locale.ROOT) : key, address(name)));
    }
    ask(tags, settings);
    List<NewKey> keys = new ArrayList<>();
    int count = dice.one(List.of(0, 1, 1, 1, 1, 2));
    for (int i = 0; i < count; i++) {
      Instant created =
          now.minus(Duration.ofHours(dice.between(0, 24 * (settings.policy().overdueDays() + 5))));
      keys.add(
          new NewKey(
              created,
              dice.chance(0.85) ? AccessKey.Status.ACTIVE : AccessKey.Status.INACTIVE,
              dice.chance(0.5)
                  ? new LastUse.Never()
                  : new LastUse.At(created.plusSeconds(60), Scene.REGION, "sts")));
    }
    User user =
        account
            .users()
            .importUser(
                new NewUser(name, "/", now.minus(Duration.ofDays(900)), tags, List.of(), keys));
    if (count == 2 && dice.chance(0.5)) {
      takeOver(account, settings, user, now);
    }
  }

  /** A user whose rotation another tool left half done. */
  private void takeOver(Account account, Settings settings, User user, Instant now) {
    String day = now.minus(Duration.ofDays(dice.between(0, 30))).toString().substring(0, 10);
    account
        .users()
        .tag(
            user.name(),
            List.of(
                new Tag(settings.dateTag(), day),
                new Tag(settings.oldKeyTag(), user.keys().get(dice.below(2)).id())));
  }

  /** An address for a user of this name, for some in a domain outside ASCII. */
  static String address(String name) {
    return name.replaceAll("\\W", "").toLowerCase(java.util.Locale.ROOT)
        + (name.startsWith("B") ? "@m\u00fcnchen.example" : "@corp.example");
  }
}

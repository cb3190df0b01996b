package dev.keyturn.proof.organization;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.proof.simulation.Dice;
import dev.keyturn.proof.simulation.MemberCompany;
import dev.keyturn.proof.simulation.MemberCompany.Common;
import dev.keyturn.proof.simulation.Story;
import dev.keyturn.proof.simulation.Tally;
import dev.keyturn.proof.simulation.Timeline;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An organization: a hub, three accounts, and what they share. */
final class Landscape {
  static final EmailAddress ADMINISTRATOR = new EmailAddress("admin@corp.example");
  private static final int MANY_MAILS = 50_000;

  final long seed;
  final Settings settings;
  final Organization.Of organization;
  final Timeline timeline = MemberCompany.timeline();
  final Tally tally = new Tally();
  final Dice dice;
  final MemberCompany hub;
  final List<Member> members = new ArrayList<>();
  final Roster roster = new Roster(members);
  final Engine engine = new Engine(timeline);
  final SharedMailer mailer;
  final OrganizationJudge judge;
  private final Story story;

  /** Whether an execution may have noted itself without knowing so. */
  boolean unclear;

  /** The number of executions that are about to begin. */
  int beginning;

  Landscape(long seed, Story story) {
    this.seed = seed;
    this.story = story;
    this.dice = Dice.of(seed);
    int canaries = dice.below(3);
    AccountId excluded = new AccountId(dice.chance(0.1) ? id(3) : id(9));
    this.organization =
        new Organization.Of(
            Roster.ORGANIZATION,
            new Organization.Choice(
                Set.of(),
                Set.of(excluded.value()),
                canaries > 0 ? Set.of(Roster.CANARY) : Set.of()),
            new Organization.Rollout(40, dice.one(List.of(0, 10, 10, 50, 100))),
            Organization.ROLE_NAME,
            Optional.empty());
    this.settings = settings(MemberCompany.settings(seed));
    this.mailer =
        new SharedMailer(settings.sesRegion(), dice.one(List.of(MANY_MAILS, MANY_MAILS, 1, 3, 10)));
    Common common = new Common(settings, timeline, tally, story);
    this.hub = new MemberCompany("999999999999", common, seed * 31);
    hub.becalm();
    mailer.add(hub);
    for (int number = 1; number <= 3; number++) {
      MemberCompany company = new MemberCompany(id(number), common, seed * 31 + number);
      mailer.add(company);
      members.add(new Member(new AccountId(id(number)), company, number <= canaries, dice.split()));
    }
    this.judge = new OrganizationJudge(this);
    tell(() -> "settings " + settings);
  }

  private static String id(int number) {
    return String.valueOf(number).repeat(12);
  }

  private Settings settings(Settings of) {
    Options options = of.options();
    return new Settings(
        of.name(),
        of.sender(),
        of.sesRegion(),
        of.addressTag(),
        of.bucket(),
        of.dateTag(),
        of.oldKeyTag(),
        of.policy(),
        new Options(
            new Contact.Known(ADMINISTRATOR),
            options.encryption(),
            options.templates(),
            dice.chance(0.5) ? new ActionLimit.AtMost(dice.between(1, 3)) : new ActionLimit.None(),
            dice.chance(0.03),
            options.iamCallsPerSecond(),
            dice.chance(0.5),
            options.remindEveryDays(),
            options.noAction(),
            options.eventBus(),
            organization));
  }

  /** Ends all that goes wrong. */
  void becalm() {
    members.forEach(Member::becalm);
    mailer.perDay = MANY_MAILS;
    roster.works = true;
  }

  Member member(AccountId id) {
    return members.stream().filter(member -> member.id.equals(id)).findFirst().orElseThrow();
  }

  /** Another account than this. */
  Member beside(Member member) {
    return members.get((members.indexOf(member) + 1) % members.size());
  }

  /** Whether the settings leave an account out. */
  boolean excluded(Member member) {
    return organization.choice().excluded().contains(member.id.value());
  }

  void tell(Supplier<String> what) {
    story.tell(timeline.instant(), what);
  }

  /** Throws what one of the judges has found. */
  void raise() {
    judge.raise();
    hub.raise();
    members.forEach(member -> member.company.raise());
  }
}

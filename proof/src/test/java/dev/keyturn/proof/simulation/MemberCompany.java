package dev.keyturn.proof.simulation;

import dev.keyturn.port.Ports;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.trouble.Lag;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * A company in one of several accounts with the same settings and the same clock: its users, owners
 * and adversary, and a judge of its own.
 */
public final class MemberCompany {
  private final Common common;
  private final Judge judge;
  private final Scene scene;
  private final Owners owners;
  private final Adversary adversary;
  private final Exposures exposures;
  private final Orders orders;
  private int machines;

  /** What the accounts share. */
  public record Common(Settings settings, Timeline timeline, Tally tally, Story story) {}

  /** Users, keys and settings of a company with this seed, in an account of this number. */
  public MemberCompany(String id, Common common, long seed) {
    this.common = common;
    Dice dice = Dice.of(seed);
    Dice hostile = Dice.of(seed * 31 + 7);
    Account account = new Account(id, common.timeline(), dice.split().random());
    this.judge = new Judge(common.settings(), common.timeline(), account, common.tally());
    Surroundings around =
        new Surroundings(hostile.chance(0.5) ? Power.NONE : Power.draw(hostile.split()), account);
    judge.powers = around.powers;
    this.scene =
        new Scene(
            common.settings(),
            true,
            common.timeline(),
            account,
            dice.split(),
            judge,
            common.tally(),
            common.story(),
            around);
    new Company(dice.split(), Dice.of(~seed), Dice.of(seed * 31 + 17))
        .furnish(account, common.settings(), common.timeline().instant());
    judge.afterOwner();
    this.owners = new Owners(scene);
    this.adversary = new Adversary(scene, hostile.split(), around.powers);
    this.orders = new Orders(scene, Dice.of(seed * 31 + 13));
    this.exposures = new Exposures(scene, Dice.of(seed * 31 + 11));
    around.between = adversary::after;
  }

  /** The settings of the company with a seed. */
  public static Settings settings(long seed) {
    return new Company(Dice.of(seed), Dice.of(~seed), Dice.of(seed * 31 + 17)).settings();
  }

  /** A clock that begins when companies do. */
  public static Timeline timeline() {
    return new Timeline(Life.START);
  }

  public Account account() {
    return judge.account;
  }

  /** The ports of its account without faults; files and state are in a bucket of its own. */
  public Ports model() {
    return scene.model();
  }

  /** Whether an adversary writes what Keyturn reads. */
  public boolean adversary() {
    return scene.around().adversary();
  }

  /** What owners, administrators, AWS and the adversary do on a day. */
  public void day() {
    owners.day();
    adversary.day();
    exposures.day();
    orders.day();
  }

  /** Ends all that. */
  public void becalm() {
    adversary.stop();
    exposures.end();
    orders.end();
    account().lag(Lag.NONE);
    account().buckets().delete(Scene.BUCKET, Life.REMINDERS);
    judge.users.values().forEach(user -> user.warned = ReminderRules.Warning.NONE);
  }

  /** Throws what the judge has found, even if other code caught it. */
  public void raise() {
    judge.raise();
  }

  /** A process that works on this account. */
  public MemberMachine machine(String name, Weather weather, Pace pace) {
    Machine machine =
        new Machine(
            name + "." + ++machines,
            scene,
            weather,
            pace,
            Duration.ofMinutes(scene.dice().chance(0.2) ? scene.dice().between(-200, 200) : 0));
    return new MemberMachine(machine);
  }

  /** The morning of a day without faults. */
  public Calm calm() {
    return new Calm(adversary() ? Optional.empty() : Optional.of(new CalmDay(judge)));
  }

  /** No rotation is half done. */
  public void settled() {
    if (!adversary()) {
      CalmDay.settled(judge);
    }
  }

  /** The most users on which a run acts. */
  public static long most(Settings settings) {
    return switch (settings.options().actionLimit()) {
      case ActionLimit.None _ -> Integer.MAX_VALUE;
      case ActionLimit.AtMost(int actions) -> actions;
      case ActionLimit.Allotted(int actions) -> actions;
    };
  }

  /** A day without faults in one account; an adversary's expected state is not known. */
  public static final class Calm {
    private final Optional<CalmDay> day;

    private Calm(Optional<CalmDay> day) {
      this.day = day;
    }

    /** The number of users whom a limit of actions concerns. */
    public long counted() {
      return day.map(CalmDay::counted).orElse(0L);
    }

    /** Each user is where the table has them, but for some; says how many are still to be left. */
    public long ended(long left) {
      return day.map(calm -> calm.ended(left)).orElse(left);
    }
  }

  @Override
  public String toString() {
    return common.settings().name() + " in " + account().id();
  }
}

package dev.keyturn.proof.organization;

import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory.Listed;
import dev.keyturn.org.AccountDirectory.Standing;
import dev.keyturn.proof.simulation.Dice;
import dev.keyturn.proof.simulation.MemberCompany;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An account of the organization, and what is wrong with it at present. */
final class Member {
  private static final List<Trouble> TROUBLES = List.of(Trouble.values());

  final AccountId id;
  final MemberCompany company;

  /** Whether it is in the unit that is changed first. */
  final boolean canary;

  final Map<String, String> tags = new TreeMap<>();
  Standing standing = Standing.ACTIVE;

  /** Whether the organization has it. */
  boolean present = true;

  Trouble trouble = Trouble.NONE;

  /** Whether the trouble begins after the survey. */
  boolean later;

  private final Dice dice;
  private Instant joined;
  private int troubled;
  private int changed;

  Member(AccountId id, MemberCompany company, boolean canary, Dice dice) {
    this.id = id;
    this.company = company;
    this.canary = canary;
    this.dice = dice;
    this.joined = Instant.EPOCH;
  }

  Listed listed() {
    return new Listed(id, "account " + id, standing, standing.name(), joined);
  }

  /** Whether a tag says that nothing is to be changed. */
  boolean held() {
    return tags.containsKey("keyturn-exempt") || tags.containsKey("keyturn-dry-run");
  }

  /** Whether the member role may not be there yet. */
  boolean young(Instant now) {
    return Duration.between(joined, now).compareTo(Duration.ofHours(24)) < 0;
  }

  /** Whether the trouble of the day is there in a step. */
  Trouble trouble(boolean acting) {
    return later && !acting ? Trouble.NONE : trouble;
  }

  /** What changes in the morning: the account's place in the organization, and what is wrong. */
  void day(double badness, Instant now) {
    if (changed > 0 && --changed == 0) {
      joined = present ? joined : now;
      present = true;
      standing = Standing.ACTIVE;
      tags.keySet().removeIf(tag -> !tag.equals("keyturn-contact"));
    } else if (changed == 0 && dice.chance(badness / 20)) {
      changed = dice.between(1, 8);
      switch (dice.below(5)) {
        case 0 -> present = false;
        case 1 -> standing = Standing.CLOSED;
        case 2 -> standing = Standing.UNKNOWN;
        case 3 -> tags.put("keyturn-exempt", "until the audit");
        default -> tags.put("keyturn-dry-run", "");
      }
    }
    if (troubled > 0) {
      troubled--;
    } else {
      trouble = dice.chance(badness) ? dice.one(TROUBLES) : Trouble.NONE;
      troubled = trouble == Trouble.NONE || dice.chance(0.8) ? 0 : dice.between(1, 4);
      later = dice.chance(0.4);
    }
  }

  /** Nothing is wrong any more. */
  void becalm() {
    company.becalm();
    tags.clear();
    standing = Standing.ACTIVE;
    present = true;
    trouble = Trouble.NONE;
    troubled = 0;
    changed = 0;
  }

  @Override
  public String toString() {
    return "%s (%s%s)".formatted(id, trouble, later ? " later" : "");
  }
}

package dev.keyturn.proof.organization;

import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.util.List;
import java.util.Map;

/** AWS Organizations, with a unit whose accounts are changed first. */
final class Roster implements AccountDirectory {
  static final String ORGANIZATION = "o-exampleorgid";
  static final String CANARY = "ou-exam-canary00";
  private static final AccountId MANAGEMENT = new AccountId("000000000001");

  private final List<Member> members;

  /** Whether it answers. */
  boolean works = true;

  Roster(List<Member> members) {
    this.members = members;
  }

  @Override
  public Described describe() {
    return new Described(ORGANIZATION, MANAGEMENT);
  }

  @Override
  public List<Listed> all() {
    if (!works) {
      throw new PortFailure(Kind.THROTTLED, "Organizations ListAccounts: throttled");
    }
    return members.stream().filter(member -> member.present).map(Member::listed).toList();
  }

  @Override
  public List<Listed> below(String unit) {
    if (!unit.equals(CANARY)) {
      throw new PortFailure(Kind.NOT_FOUND, "there is no unit " + unit);
    }
    return members.stream()
        .filter(member -> member.present && member.canary)
        .map(Member::listed)
        .toList();
  }

  @Override
  public Map<String, String> tags(AccountId account) {
    Member member =
        members.stream().filter(one -> one.id.equals(account)).findFirst().orElseThrow();
    if (member.trouble(false) == Trouble.TAGS_DENIED) {
      throw new PortFailure(Kind.DENIED, "Organizations ListTagsForResource: denied");
    }
    return Map.copyOf(member.tags);
  }
}

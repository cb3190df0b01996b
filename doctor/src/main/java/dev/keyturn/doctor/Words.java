package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.facts.UserName;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers and names in sentences. */
final class Words {
  /** The maximum number of names and of commands in a finding. */
  static final int FIRST = 5;

  private Words() {}

  /** Such as "1 user" or "2 users". */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** The first names, and the number of the others. */
  static String names(List<Member> members) {
    String first =
        members.stream()
            .limit(FIRST)
            .map(Member::user)
            .map(UserName::value)
            .collect(Collectors.joining(", "));
    return members.size() > FIRST ? first + " and " + (members.size() - FIRST) + " more" : first;
  }
}

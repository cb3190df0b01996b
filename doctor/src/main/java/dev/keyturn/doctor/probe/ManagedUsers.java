package dev.keyturn.doctor.probe;

import dev.keyturn.doctor.probe.IamDirectory.Census;
import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.facts.Owner;
import dev.keyturn.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The users of the account, by whether Keyturn manages them. */
public final class ManagedUsers {
  private final LenientSettings draft;
  private final Optional<Census> census;

  /** The users, if they could be read. */
  public ManagedUsers(LenientSettings draft, Optional<Census> census) {
    this.draft = draft;
    this.census = census;
  }

  public Settings settings() {
    return draft.settings();
  }

  /** Whether the address tag is known. */
  public boolean known() {
    return census.isPresent() && draft.knows("IAM_EMAIL_TAG_KEY");
  }

  /** Whether the tags of the rotation record can be read. */
  public boolean knowsRecords() {
    return known() && draft.knows("LAST_CHECK_DATE_TAG_KEY", "LAST_CHECK_OLD_KEY_TAG_KEY");
  }

  /** All users, by name. */
  public List<Member> everyone() {
    return census.stream()
        .flatMap(read -> read.members().stream())
        .sorted(Comparator.comparing(Member::user))
        .toList();
  }

  /** Users with an address tag, of any value. */
  public List<Member> managed() {
    return known()
        ? everyone().stream()
            .filter(member -> member.tags().get(settings().addressTag()).isPresent())
            .toList()
        : List.of();
  }

  /** Users with a valid address. */
  public List<Member> reachable() {
    return managed().stream().filter(member -> owner(member) instanceof Owner.At).toList();
  }

  public Owner owner(Member member) {
    return member
        .tags()
        .get(settings().addressTag())
        .<Owner>map(Owner::of)
        .orElseGet(Owner.None::new);
  }

  public List<IamDirectory.Group> groups() {
    return census.stream().flatMap(read -> read.groups().stream()).toList();
  }
}

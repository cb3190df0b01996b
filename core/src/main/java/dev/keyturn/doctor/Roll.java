package dev.keyturn.doctor;

import dev.keyturn.doctor.Staff.Census;
import dev.keyturn.doctor.Staff.Member;
import dev.keyturn.policy.Owner;
import dev.keyturn.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The users of the account, sorted by whether they are looked after. */
final class Roll {
  private final Draft draft;
  private final Optional<Census> census;

  /** The users, if they could be read. */
  Roll(Draft draft, Optional<Census> census) {
    this.draft = draft;
    this.census = census;
  }

  Settings settings() {
    return draft.settings();
  }

  /** Whether it can be told who is looked after. */
  boolean known() {
    return census.isPresent() && draft.knows("IAM_EMAIL_TAG_KEY");
  }

  /** Whether the tags of the rotation record can be read. */
  boolean knowsRecords() {
    return known() && draft.knows("LAST_CHECK_DATE_TAG_KEY", "LAST_CHECK_OLD_KEY_TAG_KEY");
  }

  /** Everybody, by name. */
  List<Member> everyone() {
    return census.stream()
        .flatMap(read -> read.members().stream())
        .sorted(Comparator.comparing(Member::user))
        .toList();
  }

  /** Those with an address tag, whatever it holds. */
  List<Member> lookedAfter() {
    return known()
        ? everyone().stream()
            .filter(member -> member.tags().get(settings().addressTag()).isPresent())
            .toList()
        : List.of();
  }

  /** Those whom a mail can be sent to. */
  List<Member> reachable() {
    return lookedAfter().stream().filter(member -> owner(member) instanceof Owner.At).toList();
  }

  Owner owner(Member member) {
    return member
        .tags()
        .get(settings().addressTag())
        .<Owner>map(Owner::of)
        .orElseGet(Owner.Nobody::new);
  }

  List<Staff.Group> groups() {
    return census.stream().flatMap(read -> read.groups().stream()).toList();
  }
}

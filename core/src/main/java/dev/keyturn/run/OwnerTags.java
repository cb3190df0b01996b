package dev.keyturn.run;

import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.OwnersFile;
import dev.keyturn.port.Csv;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Users;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the addresses of owners to the address tag of users, and to no other tag. Everything is
 * planned first; rows that cannot be carried out are refused, with their lines.
 */
public final class OwnerTags {
  private final Users users;
  private final String addressTag;

  public OwnerTags(Users users, String addressTag) {
    this.users = users;
    this.addressTag = addressTag;
  }

  /**
   * What happens to one user.
   *
   * @param key the key of the tag, spelled as this user has it
   * @param before the value of the tag; empty if there is none
   */
  public record Change(OwnersFile.Row row, String key, Optional<String> before) {
    /** Add, change, remove, or nothing. */
    public String verb() {
      if (before.orElse("").equals(row.to())) {
        return "keep";
      }
      if (row.to().isEmpty()) {
        return "remove";
      }
      return before.isEmpty() ? "add" : "change";
    }

    /** Whether the tag is written. */
    public boolean writes() {
      return !verb().equals("keep");
    }
  }

  /**
   * What would be done.
   *
   * @param refused why rows cannot be carried out, by their lines
   */
  public record Planned(List<Change> changes, SortedMap<Integer, String> refused) {
    public Planned {
      changes = List.copyOf(changes);
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
  }

  /**
   * Reads the tags of all users of a file.
   *
   * @throws PortFailure if they cannot be read
   */
  public Planned plan(OwnersFile file) {
    Map<UserName, Tags> tags = tags(file);
    List<Change> changes = new ArrayList<>();
    SortedMap<Integer, String> refused = new TreeMap<>(file.problems());
    for (OwnersFile.Row row : file.rows()) {
      Optional.ofNullable(tags.get(row.user()))
          .ifPresentOrElse(
              found ->
                  objection(row, found)
                      .ifPresentOrElse(
                          why -> refused.put(row.line(), why),
                          () -> changes.add(change(row, found))),
              () ->
                  refused.put(
                      row.line(),
                      "there is no user '%s' in this account; correct the name"
                          .formatted(row.user())));
    }
    return new Planned(changes, refused);
  }

  /** The tags of all users or, without the bulk call, of the users of a file. */
  private Map<UserName, Tags> tags(OwnersFile file) {
    try {
      Map<UserName, Tags> all = new HashMap<>();
      users.each(listed -> all.put(listed.user(), listed.tags()));
      return all;
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.DENIED && failure.kind() != Kind.UNSUPPORTED) {
        throw failure;
      }
    }
    Map<UserName, Tags> some = new HashMap<>();
    for (OwnersFile.Row row : file.rows()) {
      existing(row.user()).ifPresent(found -> some.put(row.user(), found));
    }
    return some;
  }

  private Optional<Tags> existing(UserName user) {
    try {
      return Optional.of(users.tags(user));
    } catch (PortFailure failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Change change(OwnersFile.Row row, Tags tags) {
    return new Change(row, tags.spelling(addressTag).orElse(addressTag), tags.get(addressTag));
  }

  private Optional<String> objection(OwnersFile.Row row, Tags tags) {
    Optional<String> now = tags.get(addressTag);
    if (now.orElse("").equals(row.to())) {
      return Optional.empty();
    }
    if (row.from().isPresent() && !now.equals(row.from())) {
      return Optional.of(
          "the tag '%s' of %s is not '%s' any more, but %s; remove the line to keep the tag as it is now"
              .formatted(
                  addressTag,
                  row.user(),
                  row.from().get(),
                  now.map(value -> "'" + value + "'").orElse("gone")));
    }
    return tags.haveRoomFor(List.of(addressTag))
        ? Optional.empty()
        : Optional.of(
            "%s has %s tags, and IAM allows no more; remove one of them first"
                .formatted(row.user(), Tags.LIMIT));
  }

  /**
   * Carries out one change, after the tags were read again.
   *
   * @throws PortFailure if that failed, or the tag is not as it was planned
   */
  public void carryOut(Change change) {
    Tags now = users.tags(change.row().user());
    if (!now.get(addressTag).equals(change.before())) {
      throw new PortFailure(Kind.REFUSED, "the tag changed since it was planned");
    }
    objection(change.row(), now)
        .ifPresent(
            why -> {
              throw new PortFailure(Kind.REFUSED, why);
            });
    if (change.row().to().isEmpty()) {
      users.untag(change.row().user(), List.of(change.key()));
    } else {
      users.tag(change.row().user(), Map.of(change.key(), change.row().to()));
    }
  }

  /** The file that takes these changes back. */
  public static String revert(List<Change> changes) {
    return Csv.line(OwnersFile.REVERT_HEADER.toArray(String[]::new))
        + changes.stream()
            .filter(Change::writes)
            .map(
                change ->
                    Csv.line(
                        change.row().user().value(), change.row().to(), change.before().orElse("")))
            .collect(Collectors.joining());
  }
}

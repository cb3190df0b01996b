package dev.keyturn.proof.simulation;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Notice;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code NOTICE_DAYS}, as docs/settings.md has it: no key is replaced, unless by an order, before
 * its present owner got a warning about it that many days ago. No tag and no object excuses it.
 */
final class NoticeRules {
  private final Judge judge;
  private final int days;

  NoticeRules(Judge judge) {
    this.judge = judge;
    this.days = judge.settings.policy().noticeDays();
  }

  /** An owner was told that a key will be replaced. */
  void told(Notice.Warned warned, String address) {
    judge.key(warned.key().key().id().value()).noticed.putIfAbsent(address, judge.timeline.today());
  }

  /** A run made a key. */
  void created(
      Machine machine, UserStory user, List<dev.keyturn.sandbox.account.AccessKey> before) {
    if (days == 0) {
      return;
    }
    Shown shown = machine.shown(new UserName(user.name));
    List<String> keys =
        before.stream()
            .filter(dev.keyturn.sandbox.account.AccessKey::active)
            .map(dev.keyturn.sandbox.account.AccessKey::id)
            .toList();
    List<String> shownKeys =
        judge.since(user.acted, shown.keysAt)
            ? shown.keys.stream().filter(AccessKey::active).map(key -> key.id().value()).toList()
            : keys;
    Collection<String> shownAddresses =
        judge.since(user.moved, shown.tagsAt) ? shown.tags.values() : List.of(user.address);
    judge.demand(
        noticed(keys, List.of(user.address)),
        Excuse.OWNER_DROPPED_THE_ADDRESS,
        noticed(shownKeys, shownAddresses),
        () ->
            "created a key for %s, whose owner was not warned %d days before: %s"
                .formatted(user.name, days, before));
    judge.tally.count(Event.NOTICED_AND_REPLACED);
  }

  private boolean noticed(List<String> keys, Collection<String> addresses) {
    return keys.stream()
        .anyMatch(
            key ->
                judge.ordered(key)
                    || addresses.stream()
                        .map(UserStory::asSesHas)
                        .anyMatch(address -> isOver(judge.key(key).noticed.get(address))));
  }

  private boolean isOver(@Nullable LocalDate since) {
    return since != null && !since.plusDays(days).isAfter(judge.timeline.today());
  }

  /** What is counted. */
  enum Event {
    NOTICED_AND_REPLACED
  }
}

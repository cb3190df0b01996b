package dev.keyturn.proof.simulation;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.sandbox.account.LastUse;
import java.util.Optional;

/** Rules for mails: their content is true and holds no secret. */
final class MailRules {
  private final Judge judge;

  MailRules(Judge judge) {
    this.judge = judge;
  }

  void mailed(Machine machine, Mail mail) {
    Notice notice = machine.notices.get(Integer.parseInt(mail.text()));
    String name = notice.user().value();
    judge.see(machine, Call.SEND_MAIL, name);
    UserStory user = judge.users.get(name);
    if (user == null) {
      return;
    }
    Shown shown = machine.shown(new UserName(name));
    addressed(mail, user, shown);
    secretFree(notice, user);
    judge.restraints.told(machine, user, notice);
    judge.reminders.told(user, notice);
    user.mails.add(kind(notice));
    switch (notice) {
      case Notice.Replaced replaced -> {
        announced(replaced.oldKey().key().id(), replaced.newKey());
        fetchable(machine, user, replaced.newKey());
      }
      case Notice.ReplacedByOrder(Notice.Replaced replaced) -> {
        String old = replaced.oldKey().key().id().value();
        judge.demandByRecord(
            user,
            judge.ordered(old),
            Excuse.RECORD_FORGED,
            false,
            () -> "a mail about an order that no one gave: " + old);
        announced(replaced.oldKey().key().id(), replaced.newKey());
        fetchable(machine, user, replaced.newKey());
      }
      case Notice.Compromised compromised -> {
        String old = compromised.oldKey().value();
        judge.demandByRecord(
            user,
            judge.compromised(old),
            Excuse.RECORD_FORGED,
            false,
            () -> "told as compromised, and is not: " + old);
        announced(compromised.oldKey(), compromised.newKey());
        fetchable(machine, user, compromised.newKey());
      }
      case Notice.ReplacedAfterwards replaced -> {
        announced(replaced.oldKey(), replaced.newKey());
        fetchable(machine, user, replaced.newKey());
      }
      case Notice.Deactivated deactivated ->
          isOff(user, shown, deactivated.oldKey().key().id().value());
      case Notice.ShutOut(Notice.Deactivated deactivated) -> {
        String old = deactivated.oldKey().key().id().value();
        isOff(user, shown, old);
        judge.demandByRecord(
            user,
            judge.compromised(old),
            Excuse.RECORD_FORGED,
            false,
            () -> "told as compromised, and is not: " + old);
      }
      case Notice.Unused unused -> judge.unused.told(user, unused, mail.to().value());
      case Notice.UnusedDeactivated deactivated -> {
        String old = deactivated.key().key().id().value();
        judge.demand(
            !user.on(old),
            Excuse.OWNER_CHANGED_A_KEY,
            judge.since(user.acted, shown.keysAt),
            () -> "told as deactivated, and active: " + old);
      }
      case Notice.UnusedDeleted deleted ->
          judge.demand(
              user.key(deleted.key().value()).isEmpty(),
              () -> "told as deleted, and there: " + deleted.key());
      case Notice.Deleted deleted ->
          judge.demand(
              user.key(deleted.oldKey().value()).isEmpty(),
              () -> "told as deleted, and there: " + deleted.oldKey());
      case Notice.Reactivated reactivated -> {
        KeyStory old = judge.key(reactivated.oldKey().key().id().value());
        if (old.graceRestarted.equals(KeyStory.NEVER)) {
          old.graceRestarted = judge.timeline.today();
        }
      }
      case Notice.Warned warned -> judge.notices.told(warned, mail.to().value());
      case Notice.SlotsTaken _,
          Notice.NeverFetched _,
          Notice.StillInUse _,
          Notice.WrongKeyOff _,
          Notice.BroughtBack _ -> {}
    }
  }

  private void isOff(UserStory user, Shown shown, String old) {
    judge.demand(
        !user.on(old),
        Excuse.OWNER_CHANGED_A_KEY,
        judge.since(user.acted, shown.keysAt),
        () -> "told as deactivated, and active: " + old);
  }

  /** The new key that a mail announces. */
  static Optional<KeyId> newKey(Notice notice) {
    return switch (notice) {
      case Notice.Replaced replaced -> Optional.of(replaced.newKey());
      case Notice.ReplacedByOrder(Notice.Replaced replaced) -> Optional.of(replaced.newKey());
      case Notice.Compromised compromised -> Optional.of(compromised.newKey());
      case Notice.ReplacedAfterwards replaced -> Optional.of(replaced.newKey());
      default -> Optional.empty();
    };
  }

  /** By which kind of mail the table of a calm day knows it. */
  private static Class<? extends Notice> kind(Notice notice) {
    return switch (notice) {
      case Notice.ReplacedByOrder _, Notice.Compromised _ -> Notice.Replaced.class;
      case Notice.ShutOut _ -> Notice.Deactivated.class;
      default -> notice.getClass();
    };
  }

  /** An owner may have replaced a stored key by one of their own; a mail may announce that, too. */
  private void announced(KeyId oldKey, KeyId newKey) {
    KeyStory made = judge.key(newKey.value());
    judge.demand(made.stored || !made.ours, () -> "announced before its file was stored: " + made);
    judge.demand(
        made.gone != KeyStory.Gone.BY_A_RUN, () -> "announced after a run deleted it: " + made);
    if (made.announced.equals(KeyStory.NEVER)) {
      made.announced = judge.timeline.today();
      made.inPlaceOf = oldKey.value();
    }
  }

  /** No mail asks to fetch a missing file. */
  private void fetchable(Machine machine, UserStory user, KeyId id) {
    user.key(id.value())
        .filter(key -> key.lastUse() instanceof LastUse.Never)
        .ifPresent(
            key ->
                judge.demand(
                    judge.readable(user.name, key) || forged(user, key.id()),
                    Excuse.FILE_WENT_MEANWHILE,
                    judge.key(key.id()).maker.equals(machine.name)
                        || machine.shown(new UserName(user.name)).readableAt.containsKey(id),
                    () -> "announced, and its owner cannot fetch it: " + key.id()));
  }

  /** Whether an adversary wrote a file that may look like the stored one, by its length alone. */
  private boolean forged(UserStory user, String key) {
    boolean forged =
        judge.powers.contains(Power.FILES)
            && judge.hasFile(user.name, key)
            && !judge.readable(user.name, user.key(key).orElseThrow());
    if (forged) {
      judge.tally.count(Excuse.FILE_FORGED);
    }
    return forged;
  }

  private void addressed(Mail mail, UserStory user, Shown shown) {
    judge.demand(
        mail.to().value().equals(user.address),
        Excuse.OWNER_DROPPED_THE_ADDRESS,
        judge.since(user.moved, shown.tagsAt)
            && shown.tags.values().stream()
                .anyMatch(tag -> UserStory.asSesHas(tag).equals(mail.to().value())),
        () -> "a mail to %s instead of %s".formatted(mail.to(), user.address));
  }

  private void secretFree(Notice notice, UserStory user) {
    String text = notice.toString();
    user.keys.forEach(
        key ->
            judge.demand(
                !text.contains(key.secret().reveal()), () -> "a secret in a mail: " + key.id()));
  }
}

package dev.keyturn.mail.template;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Commands;
import dev.keyturn.mail.Console;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Notice.BroughtBack.Next;
import dev.keyturn.mail.Removal;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.Signature.Contact;
import dev.keyturn.mail.Words;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of a template: text, booleans, lists and groups of these. {@code docs/templates.md}
 * lists them. A variable that does not apply is absent, not empty, so that a template that does not
 * test for it is rejected when it is loaded.
 */
final class Variables {
  private final VariableGroups groups;

  private Variables(VariableGroups groups) {
    this.groups = groups;
  }

  static Map<String, Object> of(Notice notice, Signature signature, LocalDate today) {
    Map<String, Object> all = new TreeMap<>(common(signature, today));
    all.putAll(aboutOwner(notice.user(), signature));
    all.putAll(new Variables(new VariableGroups(notice.user(), today)).own(notice));
    return all;
  }

  /** The variables of every mail, to owners and administrators. */
  static Map<String, Object> common(Signature signature, LocalDate today) {
    Map<String, Object> common = new TreeMap<>();
    common.put("today", Map.of("iso", today, "words", Words.day(today)));
    common.put("installation", signature.installation());
    common.put("account", signature.account());
    common.put("toOwner", false);
    switch (signature.contact()) {
      case Contact.Known(var address) -> {
        common.put("hasContact", true);
        common.put("contact", address.value());
      }
      case Contact.None() -> common.put("hasContact", false);
    }
    return common;
  }

  /** The additional variables of every mail to an owner. */
  private static Map<String, Object> aboutOwner(UserName user, Signature signature) {
    Map<String, Object> about = new TreeMap<>();
    about.put("toOwner", true);
    about.put("user", user.value());
    about.put("createKey", Commands.create(user));
    var page = new Console(signature.partition()).securityCredentials();
    about.put("hasKeysPage", page.isPresent());
    page.ifPresent(link -> about.put("keysPage", link));
    return about;
  }

  private Map<String, Object> own(Notice notice) {
    return switch (notice) {
      case Notice.Warned(_, SeenKey key, LocalDate replacedOn) ->
          Map.of("key", groups.key(key), "deadline", groups.day(replacedOn));
      case Notice.SlotsTaken(_, List<SeenKey> keys, List<KeyId> ageing) -> slots(keys, ageing);
      case Notice.Replaced replaced -> replaced(replaced, false);
      case Notice.ReplacedByOrder(Notice.Replaced replaced) -> replaced(replaced, true);
      case Notice.Compromised(_, KeyId oldKey, KeyId newKey) ->
          Map.of("oldKey", groups.key(oldKey), "newKey", groups.key(newKey));
      case Notice.ReplacedAfterwards(_, KeyId oldKey, KeyId newKey, FilePlace file) ->
          Map.of(
              "oldKey",
              groups.key(oldKey),
              "newKey",
              groups.key(newKey),
              "file",
              groups.file(file));
      case Notice.NeverFetched(_, SeenKey oldKey, KeyId newKey, LocalDate off) ->
          Map.of(
              "oldKey",
              groups.key(oldKey),
              "newKey",
              groups.key(newKey),
              "deadline",
              groups.day(off));
      case Notice.StillInUse(_, SeenKey oldKey, SeenKey newKey, LocalDate off) ->
          both(oldKey, newKey, off);
      case Notice.Deactivated deactivated -> deactivated(deactivated, false);
      case Notice.ShutOut(Notice.Deactivated deactivated) -> deactivated(deactivated, true);
      case Notice.Deleted(_, KeyId oldKey) -> Map.of("oldKey", groups.key(oldKey));
      case Notice.Unused(_, SeenKey key, LocalDate off) ->
          Map.of("key", groups.key(key), "deadline", groups.day(off));
      case Notice.UnusedDeactivated(_, SeenKey key, LocalDate deletedOn) ->
          Map.of("key", groups.key(key), "deadline", groups.day(deletedOn));
      case Notice.UnusedDeleted(_, KeyId key) -> Map.of("key", groups.key(key));
      case Notice.WrongKeyOff(_, SeenKey oldKey, List<SeenKey> newKeys) ->
          Map.of(
              "oldKey", groups.key(oldKey), "newKeys", newKeys.stream().map(groups::key).toList());
      case Notice.Reactivated(_, SeenKey oldKey, SeenKey newKey, LocalDate off) ->
          both(oldKey, newKey, off);
      case Notice.BroughtBack(
              _,
              SeenKey oldKey,
              Next.Deactivated(SeenKey newKey, LocalDate on)) -> {
        Map<String, Object> own = new TreeMap<>(both(oldKey, newKey, on));
        own.put("goesAgain", true);
        yield own;
      }
      case Notice.BroughtBack(_, SeenKey oldKey, Next.Kept _) ->
          Map.of("oldKey", groups.key(oldKey), "goesAgain", false);
    };
  }

  private Map<String, Object> deactivated(Notice.Deactivated deactivated, boolean compromised) {
    return Map.of(
        "compromised", compromised,
        "oldKey", groups.key(deactivated.oldKey()),
        "deadline", groups.day(deactivated.deletedOn()));
  }

  private Map<String, Object> replaced(Notice.Replaced replaced, boolean ordered) {
    LocalDate off = replaced.deactivatedOn();
    FilePlace file = replaced.file();
    return Map.of(
        "ordered", ordered,
        "oldKey", groups.key(replaced.oldKey()),
        "newKey", groups.key(replaced.newKey(), replaced.newKeyUse()),
        "file", groups.exchangeable(file, replaced.newKey()),
        "deadline", groups.day(off),
        "fetchBefore", groups.day(VariableGroups.earlier(off, file.expiry())));
  }

  private Map<String, Object> both(SeenKey oldKey, SeenKey newKey, LocalDate off) {
    return Map.of(
        "oldKey", groups.key(oldKey), "newKey", groups.key(newKey), "deadline", groups.day(off));
  }

  private Map<String, Object> slots(List<SeenKey> keys, List<KeyId> ageing) {
    Removal removal = Removal.of(keys);
    return Map.of(
        "keys",
        keys.stream().map(key -> groups.slot(key, ageing.contains(key.key().id()))).toList(),
        "number",
        keys.size(),
        "remove",
        groups.key(removal.remove().key().id()),
        "keep",
        groups.key(removal.keep().key().id()),
        "silent",
        removal.silent(),
        "hasInactive",
        keys.stream().anyMatch(key -> !key.key().active()));
  }
}

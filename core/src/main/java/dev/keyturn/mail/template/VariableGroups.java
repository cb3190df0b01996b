package dev.keyturn.mail.template;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Commands;
import dev.keyturn.mail.Console;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.SeenKey;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.mail.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** The groups of variables that several kinds of mail share: a key, a file, a day. */
record VariableGroups(UserName user, LocalDate today) {

  Map<String, Object> slot(SeenKey key, boolean ageing) {
    Map<String, Object> slot = key(key);
    slot.put("ageing", ageing);
    slot.put("active", key.key().active());
    return slot;
  }

  Map<String, Object> key(SeenKey seen) {
    Map<String, Object> key = key(seen.key());
    key.put("lastUse", Words.lastUse(seen.sighting(), today));
    return key;
  }

  Map<String, Object> key(AccessKey known) {
    Map<String, Object> key = key(known.id());
    key.put("status", known.status().word());
    key.put("created", known.createdOn());
    key.put("age", Words.days(known.ageDays(today)));
    key.put("ageDays", known.ageDays(today));
    return key;
  }

  Map<String, Object> key(KeyId id, Sighting use) {
    Map<String, Object> key = key(id);
    key.put("lastUse", Words.lastUse(use, today));
    return key;
  }

  Map<String, Object> key(KeyId id) {
    Map<String, Object> key = new TreeMap<>();
    key.put("id", id.value());
    key.put("switchOff", Commands.switchOff(user, id));
    key.put("switchOn", Commands.switchOn(user, id));
    key.put("delete", Commands.delete(user, id));
    return key;
  }

  Map<String, Object> file(FilePlace place) {
    Map<String, Object> file = new TreeMap<>();
    file.put("name", place.key().substring(place.key().lastIndexOf('/') + 1));
    file.put("bucket", place.bucket());
    file.put("key", place.key());
    file.put("region", place.region());
    file.put("fetch", Commands.fetchWithProfile(place));
    var page = Console.page(place);
    file.put("hasPage", page.isPresent());
    page.ifPresent(link -> file.put("page", link));
    switch (place.expiry()) {
      case Expiry.At(var instant) -> {
        file.put("expires", true);
        file.put("expiry", day(LocalDate.ofInstant(instant, ZoneOffset.UTC)));
      }
      case Expiry.Unknown() -> file.put("expires", false);
    }
    return file;
  }

  /** A file that the old key can still read, so that {@code keyturn fetch} can replace the key. */
  Map<String, Object> exchangeable(FilePlace place, KeyId key) {
    Map<String, Object> file = file(place);
    file.put("exchange", Commands.exchange(place, key));
    return file;
  }

  static LocalDate earlier(LocalDate day, Expiry expiry) {
    return switch (expiry) {
      case Expiry.Unknown() -> day;
      case Expiry.At(var instant) -> {
        LocalDate gone = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        yield gone.isBefore(day) ? gone : day;
      }
    };
  }

  Map<String, Object> day(LocalDate day) {
    return Map.of(
        "iso", day,
        "day", Words.dayAndMonth(day),
        "words", Words.day(day),
        "left", Words.left(day, today),
        "days", Math.max(0, ChronoUnit.DAYS.between(today, day)));
  }
}

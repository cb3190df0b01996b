package dev.keyturn.proof.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keyturn's notes about keys in the bucket, as the judge reads them: how long an undisturbed run
 * may still wait, and which keys it can recognize as its own.
 *
 * @param inactive since when a key has been seen inactive
 * @param announced the stored files that a mail may have announced
 * @param granted since when the grace of the old key has run beside the key of a stored file
 * @param reactivated the number of reactivations of a key
 * @param unused keys that are retired because nothing uses them
 * @param warned since when which address was warned that a key will be replaced
 * @param creating old keys in whose place a key was about to be created
 */
record Noted(
    Map<String, LocalDate> inactive,
    Map<String, Boolean> announced,
    Map<String, LocalDate> granted,
    Map<String, Integer> reactivated,
    Map<String, Unused> unused,
    Map<String, Warned> warned,
    Map<String, Creating> creating) {
  static final String NAME = "state/notes.txt";

  /** Since when which address was warned, and the phase. */
  record Unused(LocalDate since, String mark, String phase) {
    boolean warned(String address) {
      return phase.equals("warned") && isOf(address);
    }

    boolean isOf(String address) {
      return mark.equals(Noted.mark(address));
    }
  }

  /** When a key was about to be created for a user. */
  record Creating(String user, Instant instant) {
    boolean fits(KeyStory key) {
      return user.equals(key.user)
          && Duration.between(instant, key.created).abs().compareTo(Duration.ofMinutes(2)) <= 0;
    }
  }

  /** Since when which address was warned. */
  record Warned(LocalDate since, String mark) {}

  /** Since when an owner at this address has been warned that a key will be replaced. */
  Optional<LocalDate> warnedSince(String key, String address) {
    return Optional.ofNullable(warned.get(key))
        .filter(noted -> noted.mark().equals(mark(address)))
        .map(Warned::since);
  }

  static Noted read(Judge judge) {
    return read(
        judge
            .account
            .buckets()
            .find(Scene.BUCKET, NAME)
            .map(object -> object.content().text())
            .orElse(""));
  }

  static Noted read(String text) {
    Noted noted =
        new Noted(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>());
    text.lines().forEach(noted::line);
    return noted;
  }

  /** The keys that the notes order to replace and shut out. */
  static Set<String> orders(Judge judge) {
    return judge.account.buckets().find(Scene.BUCKET, NAME).stream()
        .flatMap(object -> object.content().text().lines())
        .filter(line -> line.startsWith("order|") && line.endsWith("|compromised"))
        .map(line -> line.split("\\|", -1)[1])
        .collect(Collectors.toSet());
  }

  private void line(String line) {
    String[] fields = line.split("\\|", -1);
    switch (fields[0]) {
      case "inactive" -> inactive.put(fields[1], LocalDate.parse(fields[3]));
      case "file" -> {
        announced.put(fields[1], !fields[6].equals("stored"));
        granted.put(fields[1], LocalDate.parse(fields[3]));
      }
      case "reactivated" -> reactivated.put(fields[1], Integer.parseInt(fields[3]));
      case "unused" ->
          unused.put(fields[1], new Unused(LocalDate.parse(fields[3]), fields[4], fields[5]));
      case "warned" -> warned.put(fields[1], new Warned(LocalDate.parse(fields[3]), fields[4]));
      case "creating" -> creating.put(fields[1], new Creating(fields[2], Instant.parse(fields[3])));
      default -> {}
    }
  }

  /** Whether a run stored the file of a key, or was about to create it in place of an old one. */
  boolean created(KeyStory key, String oldKey) {
    return announced.containsKey(key.id)
        || Optional.ofNullable(creating.get(oldKey)).filter(it -> it.fits(key)).isPresent();
  }

  /** Whether a run was about to create a key in place of an old one, and stored no file of it. */
  boolean isLost(KeyStory key, String oldKey) {
    return created(key, oldKey) && !announced.containsKey(key.id);
  }

  /** Whether the notes say that a key is in a phase. */
  boolean is(String key, String phase) {
    return Optional.ofNullable(unused.get(key)).filter(it -> it.phase().equals(phase)).isPresent();
  }

  private static String mark(String address) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the file of a key was stored, and no mail can have announced it. */
  boolean neverAnnounced(String key) {
    return !announced.getOrDefault(key, true);
  }
}

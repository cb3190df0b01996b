package dev.keyturn.facts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one user at one instant.
 *
 * @param roomForRecord whether the two tags of the record fit under IAM's limit
 * @param exemption whether the user is exempt
 * @param thresholds which thresholds the user's tags ask for
 * @param evidence what else was looked up
 */
public record Facts(
    UserName user,
    Owner owner,
    List<AccessKey> keys,
    RotationRecord record,
    boolean roomForRecord,
    Exemption exemption,
    Thresholds thresholds,
    Evidence evidence) {

  public Facts {
    keys =
        keys.stream()
            .sorted(Comparator.comparing(AccessKey::created).thenComparing(AccessKey::id))
            .toList();
  }

  /** Facts of a user whose tags ask for no thresholds. */
  public Facts(
      UserName user,
      Owner owner,
      List<AccessKey> keys,
      RotationRecord record,
      boolean roomForRecord,
      Exemption exemption,
      Evidence evidence) {
    this(user, owner, keys, record, roomForRecord, exemption, Thresholds.none(), evidence);
  }

  /** The same facts, and what was looked up since. */
  public Facts with(Evidence.Finding finding) {
    return with(evidence.and(finding));
  }

  /** The same facts, with what is noted of the user's keys. */
  public Facts noted(Notes notes) {
    return with(evidence.noted(notes.of(this)));
  }

  /** The same facts, with a key that was made since. */
  public Facts with(AccessKey made) {
    return with(Stream.concat(keys.stream(), Stream.of(made)).toList(), record);
  }

  /** The same facts with other keys and another record. */
  public Facts with(List<AccessKey> others, RotationRecord written) {
    return new Facts(user, owner, others, written, roomForRecord, exemption, thresholds, evidence);
  }

  private Facts with(Evidence found) {
    return new Facts(user, owner, keys, record, roomForRecord, exemption, thresholds, found);
  }

  public Optional<AccessKey> key(KeyId id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  public List<AccessKey> activeKeys() {
    return keys.stream().filter(AccessKey::active).toList();
  }

  /** The user's other keys, oldest first. */
  public List<AccessKey> keysBut(KeyId id) {
    return keys.stream().filter(key -> !key.id().equals(id)).toList();
  }
}

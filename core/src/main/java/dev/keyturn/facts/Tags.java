package dev.keyturn.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of one user. IAM keeps the case of a tag key and ignores it when comparing, and allows
 * 50 tags (IAM user guide, "Tags for IAM resources").
 */
public record Tags(Map<String, String> values) {
  /** The maximum number of tags of a user. */
  public static final int LIMIT = 50;

  public Tags {
    values = Map.copyOf(values);
  }

  /** The value under a key, whatever its case. */
  public Optional<String> get(String key) {
    return spelling(key).map(values::get);
  }

  /** The key as this user has it, possibly in another case. */
  public Optional<String> spelling(String key) {
    return values.containsKey(key)
        ? Optional.of(key)
        : values.keySet().stream().filter(key::equalsIgnoreCase).sorted().findFirst();
  }

  /** Whether these keys could all be set without passing IAM's limit. */
  public boolean haveRoomFor(List<String> keys) {
    long missing = keys.stream().filter(key -> spelling(key).isEmpty()).count();
    return values.size() + missing <= LIMIT;
  }
}

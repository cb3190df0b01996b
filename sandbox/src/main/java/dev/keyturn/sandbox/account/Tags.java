package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A user's tags. At most 50; keys are told apart ignoring case and kept as written, so that tagging
 * {@code department} over {@code Department} replaces it
 * (docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
 */
public record Tags(List<Tag> all) {
  /** IAM and STS quotas: tags that can be attached to an IAM user. */
  public static final int MOST = 50;

  public static final Tags NONE = new Tags(List.of());

  public Tags {
    all = List.copyOf(all);
  }

  /**
   * These tags with others set over them; the whole call is refused where one tag is, or too many
   * would be left.
   */
  public Tags with(Collection<Tag> more) {
    Map<String, Tag> named = byKey(more);
    if (named.size() < more.size()) {
      throw new AwsRefusal(
          400,
          "InvalidInput",
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    Map<String, Tag> result = byKey(all);
    result.putAll(named);
    if (result.size() > MOST) {
      throw AwsRefusal.limit("The number of tags has reached the maximum limit.");
    }
    return new Tags(List.copyOf(result.values()));
  }

  /** These tags without some keys, ignoring case; keys that are not there are passed over. */
  public Tags without(Collection<String> keys) {
    Map<String, Tag> result = byKey(all);
    keys.forEach(key -> result.remove(fold(key)));
    return new Tags(List.copyOf(result.values()));
  }

  private static Map<String, Tag> byKey(Collection<Tag> tags) {
    Map<String, Tag> result = new LinkedHashMap<>();
    tags.forEach(tag -> result.put(fold(tag.key()), tag));
    return result;
  }

  private static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}

package dev.keyturn.sandbox.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One page of ListObjectsV2. {@code next} is the last key or common prefix of a page that is not
 * the last (docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
 */
public record Listing(List<StoredObject> objects, List<String> prefixes, Optional<String> next) {
  /**
   * What is asked for: keys beyond {@code after}, rolled up at {@code delimiter} unless that is
   * empty.
   */
  public record Query(String prefix, String delimiter, String after, int most) {}

  public Listing {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
  }

  static Listing of(NavigableMap<String, StoredObject> all, Query query) {
    List<StoredObject> objects = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    String last = query.after();
    String start = query.after().compareTo(query.prefix()) > 0 ? query.after() : query.prefix();
    for (StoredObject object : all.tailMap(start, true).values()) {
      if (!object.key().startsWith(query.prefix())) {
        break;
      }
      String rolled = rolledUp(object.key(), query);
      String shown = rolled.isEmpty() ? object.key() : rolled;
      if (shown.compareTo(query.after()) <= 0 || prefixes.contains(shown)) {
        continue;
      }
      if (objects.size() + prefixes.size() == query.most()) {
        return new Listing(objects, List.copyOf(prefixes), Optional.of(last));
      }
      if (rolled.isEmpty()) {
        objects.add(object);
      } else {
        prefixes.add(rolled);
      }
      last = shown;
    }
    return new Listing(objects, List.copyOf(prefixes), Optional.empty());
  }

  /** The common prefix that stands for a key, or nothing. */
  private static String rolledUp(String key, Query query) {
    if (query.delimiter().isEmpty()) {
      return "";
    }
    int end = key.indexOf(query.delimiter(), query.prefix().length());
    return end < 0 ? "" : key.substring(0, end + query.delimiter().length());
  }
}

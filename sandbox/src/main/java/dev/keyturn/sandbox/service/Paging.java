package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * IAM's pages: {@code MaxItems} of 1 to 1,000, 100 unless told, and an opaque {@code Marker} that
 * stands for the last element sent, so that what comes and goes between two pages neither repeats
 * nor hides anything else (docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html).
 */
public record Paging(int most, String after) {
  /** A page, and the marker of the next one. */
  public record Page<T>(List<T> elements, Optional<String> marker) {}

  public static Paging of(Form form) {
    String wanted = form.text("MaxItems").orElse("100");
    if (!wanted.matches("\\d{1,4}")
        || Integer.parseInt(wanted) < 1
        || Integer.parseInt(wanted) > 1000) {
      throw new AwsRefusal(
          400,
          "ValidationError",
          "1 validation error detected: Value '"
              + wanted
              + "' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and"
              + " 1000");
    }
    return new Paging(
        Integer.parseInt(wanted), form.text("Marker").map(Paging::decoded).orElse(""));
  }

  /** The page of elements that are ordered by a name of their own, ignoring case. */
  public <T> Page<T> page(List<T> all, Function<T, String> name) {
    Comparator<String> order = String.CASE_INSENSITIVE_ORDER;
    List<T> rest =
        all.stream()
            .filter(element -> order.compare(name.apply(element), after) > 0)
            .sorted(Comparator.comparing(name, order))
            .limit(most + 1L)
            .toList();
    if (rest.size() <= most) {
      return new Page<>(rest, Optional.empty());
    }
    String last = name.apply(rest.get(most - 1));
    String marker = Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    return new Page<>(rest.subList(0, most), Optional.of(marker));
  }

  private static String decoded(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "ValidationError", "Invalid Marker: " + marker);
    }
  }
}

package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.http.Xml;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An expiration rule for the keys under a prefix. S3 adds the days to the creation time and rounds
 * the result to the next midnight UTC
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html).
 */
public record LifecycleRule(String id, String prefix, int days, boolean enabled) {
  public LifecycleRule {
    if (days < 1) {
      throw new IllegalArgumentException("days must be positive: " + days);
    }
  }

  /** As GetBucketLifecycleConfiguration shows them. */
  static String document(List<LifecycleRule> rules) {
    Xml xml = new Xml();
    return xml.in(
            "LifecycleConfiguration",
            () ->
                rules.forEach(
                    rule ->
                        xml.in(
                            "Rule",
                            () ->
                                xml.text("ID", rule.id())
                                    .in("Filter", () -> xml.text("Prefix", rule.prefix()))
                                    .text("Status", rule.enabled() ? "Enabled" : "Disabled")
                                    .in("Expiration", () -> xml.text("Days", rule.days())))))
        .toString();
  }

  boolean covers(StoredObject object) {
    return enabled && object.key().startsWith(prefix);
  }

  Instant expiry(StoredObject object) {
    return object
        .modified()
        .plus(Duration.ofDays(days))
        .truncatedTo(ChronoUnit.DAYS)
        .plus(Duration.ofDays(1));
  }
}

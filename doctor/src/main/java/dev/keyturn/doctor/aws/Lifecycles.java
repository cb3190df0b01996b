package dev.keyturn.doctor.aws;

import dev.keyturn.doctor.probe.BucketSettings.Keeping;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;

/** Rules of a bucket's lifecycle, as they apply to objects without tags. */
final class Lifecycles {
  private Lifecycles() {}

  static Keeping keeping(LifecycleRule rule) {
    Optional<Integer> days =
        Optional.ofNullable(rule.expiration())
            .flatMap(expiration -> Optional.ofNullable(expiration.days()));
    boolean byPrefix = byPrefixAlone(rule.filter());
    return new Keeping(
        Optional.ofNullable(rule.id()).orElse(""),
        rule.status() == ExpirationStatus.ENABLED,
        prefix(rule),
        byPrefix ? days.orElse(0) : 0,
        byPrefix
            && days.isPresent()
            && !rule.hasTransitions()
            && !rule.hasNoncurrentVersionTransitions()
            && rule.noncurrentVersionExpiration() == null
            && rule.abortIncompleteMultipartUpload() == null);
  }

  /** Keyturn's objects have no tags, so rules that filter by tag do not apply to them. */
  private static boolean byPrefixAlone(LifecycleRuleFilter filter) {
    return filter == null
        || (filter.tag() == null
            && filter.and() == null
            && filter.objectSizeGreaterThan() == null
            && filter.objectSizeLessThan() == null);
  }

  /** Rules may still have the prefix outside of the filter, and CloudFormation writes it so. */
  @SuppressWarnings("deprecation") // S3 returns rules in the old form as they were put
  private static String prefix(LifecycleRule rule) {
    return Optional.ofNullable(rule.filter())
        .flatMap(filter -> Optional.ofNullable(filter.prefix()))
        .or(() -> Optional.ofNullable(rule.prefix()))
        .orElse("");
  }
}

package dev.keyturn.report;

import dev.keyturn.report.SeenKey.Use;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can replace an access key, by what used it last. The first rule that fits counts; {@code
 * docs/way-off-keys.md} lists them for people.
 */
public enum WayOff {
  /** No program uses the key. */
  UNUSED("none: delete the key", ""),
  /** The user has a password: the key is a person's. */
  PERSON("IAM Identity Center", ""),
  /** The key only obtains sessions of roles, as the profiles of people do. */
  SESSIONS("IAM Identity Center", "sts"),
  /** What pipelines call to deliver software. */
  PIPELINE(
      "OIDC",
      "amplify cloudformation codeartifact codedeploy codepipeline ecr ecs eks elasticbeanstalk"
          + " lambda serverlessrepo"),
  /** What machines outside of AWS call. */
  OUTSIDE("IAM Roles Anywhere", "backup-storage datasync greengrass iot storagegateway"),
  /** Any other service: a program. */
  PROGRAM("role, or IAM Roles Anywhere outside of AWS", ""),
  /** IAM does not say which service it was. */
  UNKNOWN("unknown: ask CloudTrail what uses the key", "");

  /** A key that was not used for this number of days is unused, as in the report's control. */
  static final int UNUSED_DAYS = Controls.UNUSED_DAYS;

  private final String alternative;

  /** Separated by spaces. */
  private final String services;

  WayOff(String alternative, String services) {
    this.alternative = alternative;
    this.services = services;
  }

  /** What replaces the key, as half a sentence without a full stop. */
  public String alternative() {
    return alternative;
  }

  /** The services, as IAM names them, by which the rule is recognized; empty for other rules. */
  public Set<String> services() {
    return Stream.of(services.split(" ", -1))
        .filter(service -> !service.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The rule for a key.
   *
   * @param person whether its user has a password for the console
   */
  public static WayOff of(SeenKey key, boolean person) {
    if (key.unusedFor(UNUSED_DAYS)) {
      return UNUSED;
    }
    if (person) {
      return PERSON;
    }
    return switch (key.use()) {
      case Use.Ago ago when !ago.service().equals("N/A") && !ago.service().isBlank() ->
          of(ago.service().toLowerCase(Locale.ROOT));
      case Use.Ago _, Use.Never _, Use.Unknown _ -> UNKNOWN;
    };
  }

  private static WayOff of(String service) {
    return Stream.of(values())
        .filter(rule -> rule.services().contains(service))
        .findFirst()
        .orElse(PROGRAM);
  }
}

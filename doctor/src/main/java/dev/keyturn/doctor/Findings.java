package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.Answer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Denier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the findings of one section. */
final class Findings {
  /** A variable of AWS's own settings. */
  private static final Pattern VARIABLE = Pattern.compile("\\b(AWS|HTTPS?|SES)_[A-Z_]+");

  /** The beginning of the message if such a variable cannot be used. */
  private static final Pattern UNUSABLE = Pattern.compile(VARIABLE.pattern() + " (is|names) ");

  private final Section section;
  private final List<Finding> findings = new ArrayList<>();

  Findings(Section section) {
    this.section = section;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void ok(String point, String found) {
    add(point, Severity.OK, found, List.of());
  }

  void warning(String point, String found, Fix... fixes) {
    add(point, Severity.WARNING, found, List.of(fixes));
  }

  void error(String point, String found, Fix... fixes) {
    add(point, Severity.ERROR, found, List.of(fixes));
  }

  void add(String point, Severity severity, String found, List<Fix> fixes) {
    findings.add(new Finding(section, point, severity, found, fixes));
  }

  /** A point that cannot be checked is a warning: it is neither known to be ok nor an error. */
  void unknown(String point, String why, Fix... fixes) {
    warning(point, "could not be checked: " + why, fixes);
  }

  /** Ok for a yes, an error for a no, a warning if the answer is unknown. */
  void answer(String point, Answer answer, String ok, String permissions, Fix... fixes) {
    switch (answer) {
      case Answer.Yes _ -> ok(point, ok);
      case Answer.No no -> error(point, no.why(), fixes);
      case Answer.Unclear unclear ->
          unknown(
              point,
              unclear.why(),
              unclear.failure().stream()
                  .map(failure -> remedy(failure, permissions))
                  .toArray(Fix[]::new));
    }
  }

  /**
   * The value read; empty, with a finding, if it could not be read.
   *
   * @param permissions that the read needs
   */
  <T> Optional<T> read(String point, String permissions, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (PortFailure failure) {
      unknown(point, failure.message(), remedy(failure, permissions));
      return Optional.empty();
    }
  }

  /** The fix for a failed read: allowing a permission helps only where one is missing. */
  static Fix remedy(PortFailure failure, String permissions) {
    return remedy(failure, permissions, allow(permissions));
  }

  /**
   * The fix for a failed read.
   *
   * @param missing the fix if a permission is missing
   */
  static Fix remedy(PortFailure failure, String permissions, Fix missing) {
    return switch (failure.kind()) {
      case DENIED ->
          failure.denier().<Fix>map(denier -> exception(denier, permissions)).orElse(missing);
      case UNSUPPORTED ->
          new Fix.Advice(
              "The service at AWS_ENDPOINT_URL, or in this region, does not support this call: no"
                  + " permission allows it there. On AWS itself it needs "
                  + permissions
                  + ".");
      case UNREACHABLE ->
          UNUSABLE.matcher(failure.message()).lookingAt()
              ? setting(failure.message())
              : new Fix.Advice(
                  "Nothing was sent, so no permission is missing. Check the network, the region"
                      + " and, if set, HTTPS_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL, and run"
                      + " doctor again.");
      case UNCLEAR, THROTTLED -> new Fix.Advice("Run doctor again.");
      case CREDENTIALS, NOT_FOUND, REFUSED ->
          new Fix.Advice("Fix what AWS says, and run doctor again.");
    };
  }

  /** The fix for an invalid setting of AWS's own: it names the first variable of the message. */
  static Fix setting(String message) {
    Matcher variable = VARIABLE.matcher(message);
    return new Fix.Advice(
        variable.find()
            ? "Correct %s (docs/aws-settings.md), and run doctor again.".formatted(variable.group())
            : "Fix AWS's own settings: AWS_PROFILE, AWS_REGION, ~/.aws/config.");
  }

  private static Fix.Advice exception(Denier denier, String permissions) {
    return new Fix.Advice(
        (denier.explicitly()
                ? "Ask for an exception in the %s that denies %s, or run doctor as a user or role"
                    + " that it does not deny."
                : "Ask for a statement in the %s that allows %s, or run doctor as a user or role"
                    + " that it does not limit. Allowing it to this user or role does not help.")
            .formatted(denier.policy(), permissions));
  }

  private static Fix allow(String permissions) {
    return new Fix.Advice(
        "It needs "
            + permissions
            + ". If that is missing, allow it to the user or role that runs doctor (all are in"
            + " docs/doctor.md), and run doctor again.");
  }
}

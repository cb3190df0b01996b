package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.port.Answer;
import dev.keyturn.port.PortFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The findings of one section, as they are made. */
final class Findings {
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

  /** What cannot be checked is never ok, and no error either: nothing is known. */
  void unknown(String point, String why, Fix... fixes) {
    warning(point, "could not be checked: " + why, fixes);
  }

  /** Ok for a yes, an error for a no, a warning where the answer could not be had. */
  void answer(String point, Answer answer, String ok, String permissions, Fix... fixes) {
    switch (answer) {
      case Answer.Yes _ -> ok(point, ok);
      case Answer.No no -> error(point, no.why(), fixes);
      case Answer.Unclear unclear -> unknown(point, unclear.why(), allow(permissions));
    }
  }

  /**
   * What was read; where it could not be, that is the finding.
   *
   * @param permissions that it takes
   */
  <T> Optional<T> read(String point, String permissions, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (PortFailure failure) {
      unknown(point, failure.message(), allow(permissions));
      return Optional.empty();
    }
  }

  static Fix allow(String permissions) {
    return new Fix.Advice(
        "It takes "
            + permissions
            + ". Allow it to whoever runs doctor (docs/doctor.md lists all that it takes), and run"
            + " doctor again.");
  }
}

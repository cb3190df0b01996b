package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import java.util.List;

/**
 * The result at one point.
 *
 * @param point within its section, such as {@code private}; stable
 * @param found a sentence or two
 * @param fixes how to fix it, in order; empty if there is nothing to fix
 */
public record Finding(
    Section section, String point, Severity severity, String found, List<Fix> fixes) {
  public Finding {
    fixes = List.copyOf(fixes);
  }

  /** Stable, such as {@code bucket.private}; explained in docs/doctor.md. */
  public String id() {
    return section.word() + "." + point;
  }
}

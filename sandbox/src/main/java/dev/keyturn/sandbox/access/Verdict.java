package dev.keyturn.sandbox.access;

import java.util.List;

/**
 * The verdict of a principal's policies on a request.
 *
 * @param missing condition keys that statements on this action use and the request lacks
 */
public record Verdict(Decision decision, List<String> missing) {
  public Verdict {
    missing = List.copyOf(missing);
  }

  /** The three outcomes of policy evaluation. */
  public enum Decision {
    ALLOWED("allowed"),
    /** A statement denies it. */
    EXPLICIT_DENY("explicitDeny"),
    /** No statement allows it. */
    IMPLICIT_DENY("implicitDeny");

    private final String word;

    Decision(String word) {
      this.word = word;
    }

    /** As the policy simulator spells it. */
    public String word() {
      return word;
    }
  }

  /** Of nothing known against it. */
  static Verdict allowed() {
    return new Verdict(Decision.ALLOWED, List.of());
  }
}

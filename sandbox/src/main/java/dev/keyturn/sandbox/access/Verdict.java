package dev.keyturn.sandbox.access;

import java.util.List;

/**
 * What a principal's policies say of a request.
 *
 * @param missing condition keys that statements on this action ask for and the request does not
 *     tell
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

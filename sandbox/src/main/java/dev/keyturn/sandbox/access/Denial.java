package dev.keyturn.sandbox.access;

import dev.keyturn.sandbox.access.Verdict.Decision;

/**
 * Which kind of policy refused a request, and whether it denied it or only failed to allow it.
 * AWS's words for each are on
 * docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html.
 */
public record Denial(Kind kind, Decision decision, Reach reach) {
  /** The kinds of policies that are evaluated here. */
  public enum Kind {
    IDENTITY("identity-based policy", "an"),
    RESOURCE("resource-based policy", "a"),
    SESSION("session policy", "a"),
    CONTROL("service control policy", "a"),
    TRUST("role trust policy", "the");

    private final String words;
    private final String article;

    Kind(String words, String article) {
      this.words = words;
      this.article = article;
    }
  }

  /** Where the resource is, from the caller. */
  public enum Reach {
    SAME_ACCOUNT,
    SAME_ORGANIZATION,
    OUTSIDE
  }

  /** No policy of the caller allows an action on a resource of the caller's account. */
  public static Denial notAllowed() {
    return new Denial(Kind.IDENTITY, Decision.IMPLICIT_DENY, Reach.SAME_ACCOUNT);
  }

  /** The end of AWS's message about the refusal of an action. */
  public String because(String action) {
    return decision == Decision.EXPLICIT_DENY
        ? "with an explicit deny in " + kind.article + " " + kind.words
        : "because no " + kind.words + " allows the " + action + " action";
  }
}

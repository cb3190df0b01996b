package dev.keyturn.proof.model;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.function.Supplier;

/** Converts the account's refusals into port failures. */
final class Refusals {
  private Refusals() {}

  static <T> T translated(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsRefusal refusal) {
      String words = what + ": " + refusal.getMessage();
      throw ofAll(refusal)
          ? PortFailure.ofAll(kind(refusal), words)
          : new PortFailure(kind(refusal), words);
    }
  }

  static void translated(String what, Runnable call) {
    translated(
        what,
        () -> {
          call.run();
          return what;
        });
  }

  /** Whether every other mail would be refused, too. */
  private static boolean ofAll(AwsRefusal refusal) {
    return refusal.code().equals("SendingPausedException")
        || (refusal.code().equals("TooManyRequestsException") && refusal.words().contains("quota"));
  }

  private static Kind kind(AwsRefusal refusal) {
    return switch (refusal.code()) {
      case "NoSuchEntity" -> Kind.NOT_FOUND;
      case "AccessDenied", "AccessDeniedException" -> Kind.DENIED;
      case "TooManyRequestsException" ->
          refusal.words().contains("quota") ? Kind.REFUSED : Kind.THROTTLED;
      default -> Kind.REFUSED;
    };
  }
}

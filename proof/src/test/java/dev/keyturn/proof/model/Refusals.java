package dev.keyturn.proof.model;

import dev.keyturn.run.PortFailure;
import dev.keyturn.run.PortFailure.Kind;
import dev.keyturn.sandbox.account.AwsRefusal;
import java.util.function.Supplier;

/** Turns what the account refuses into what a port fails with. */
final class Refusals {
  private Refusals() {}

  static <T> T translated(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsRefusal refusal) {
      throw new PortFailure(kind(refusal), what + ": " + refusal.getMessage());
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

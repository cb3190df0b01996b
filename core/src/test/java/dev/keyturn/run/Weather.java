package dev.keyturn.run;

import dev.keyturn.port.PortFailure.Kind;
import java.util.Optional;
import java.util.function.Supplier;

/** What befalls the calls of one process. */
@FunctionalInterface
public interface Weather {

  Fate of(Call call);

  /**
   * One call as AWS would see it, each attempt counted.
   *
   * @param number from 1, in this process
   * @param write whether it would change anything
   * @param what verb and object, as the log has it
   */
  record Call(int number, boolean write, String what) {
    boolean is(String verb) {
      return what.startsWith(verb);
    }
  }

  enum Fate {
    FINE(true),
    CUT_BEFORE(false),
    CUT_AFTER(true),
    THROTTLED(Kind.THROTTLED, false),
    DENIED(Kind.DENIED, false),
    REFUSED(Kind.REFUSED, false),
    UNREACHABLE(Kind.UNREACHABLE, false),
    UNSUPPORTED(Kind.UNSUPPORTED, false),
    LOST_BEFORE(Kind.UNCLEAR, false),
    LOST_AFTER(Kind.UNCLEAR, true);

    final Optional<Kind> failure;
    final boolean hasEffect;

    Fate(boolean hasEffect) {
      this.failure = Optional.empty();
      this.hasEffect = hasEffect;
    }

    Fate(Kind failure, boolean hasEffect) {
      this.failure = Optional.of(failure);
      this.hasEffect = hasEffect;
    }
  }

  static Weather fine() {
    return _ -> Fate.FINE;
  }

  /** This fate for the call of a number, and else fair. */
  static Weather at(int number, Fate fate) {
    return call -> call.number() == number ? fate : Fate.FINE;
  }

  /** This fate for all calls that begin so, and else fair. */
  static Weather on(String verb, Fate fate) {
    return call -> call.is(verb) ? fate : Fate.FINE;
  }

  /** This fate for the first call that begins so, and else fair. */
  static Weather once(String verb, Fate fate) {
    return first(verb, () -> fate);
  }

  /** Something happens just before the first call that begins so. */
  static Weather before(String verb, Runnable act) {
    return first(
        verb,
        () -> {
          act.run();
          return Fate.FINE;
        });
  }

  private static Weather first(String verb, Supplier<Fate> fate) {
    boolean[] over = new boolean[1];
    return call -> {
      if (over[0] || !call.is(verb)) {
        return Fate.FINE;
      }
      over[0] = true;
      return fate.get();
    };
  }
}

package dev.keyturn.sandbox.trouble;

import java.time.Duration;
import java.util.Set;

/**
 * An injected fault. Of the calls that match service, action and user ({@code *} matches any), it
 * affects the {@code from}th (counting from 1) and then every {@code every}th, {@code times} times
 * in all.
 *
 * @param user a word that one of the call's parameters has to hold: an IAM user's name, a part of
 *     an object's key between slashes, a recipient's address; or the caller's account
 * @param delay how long a {@link Effect#DELAY} lasts, in real time; zero for the others
 */
public record Fault(
    String service,
    String action,
    String user,
    Effect effect,
    int from,
    int every,
    int times,
    Duration delay) {
  /** The effect on an affected call. */
  public enum Effect {
    /** Answered with the service's throttling error, without effect. */
    THROTTLE,
    /** Answered with the service's access-denied error, without effect. */
    DENY,
    /** The connection is closed without an answer and without effect. */
    DROP_BEFORE,
    /** The call takes effect, and then the connection is closed without an answer. */
    DROP_AFTER,
    /** Answered normally, but late. */
    DELAY,
    /** Answered with the service's internal error, without effect. */
    SERVER_ERROR
  }

  public Fault {
    if (from < 1 || every < 1 || times < 1 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "not a fault: from "
              + from
              + ", every "
              + every
              + ", times "
              + times
              + ", delay "
              + delay);
    }
  }

  /** The next call of that action, for any caller and user, once. */
  public static Fault next(String service, String action, Effect effect) {
    return new Fault(service, action, "*", effect, 1, 1, 1, Duration.ZERO);
  }

  /** The same, for calls about one user, object or recipient only. */
  public Fault forUser(String name) {
    return new Fault(service, action, name, effect, from, every, times, delay);
  }

  /** The same, beginning with the nth matching call. */
  public Fault fromCall(int nth) {
    return new Fault(service, action, user, effect, nth, every, times, delay);
  }

  /** The same, for {@code count} calls, one in {@code step}. */
  public Fault times(int count, int step) {
    return new Fault(service, action, user, effect, from, step, count, delay);
  }

  /** The same, with this duration. */
  public Fault lasting(Duration time) {
    return new Fault(service, action, user, effect, from, every, times, time);
  }

  boolean concerns(String calledService, String calledAction, Set<String> words) {
    return fits(service, calledService)
        && fits(action, calledAction)
        && (user.equals("*") || words.contains(user));
  }

  private static boolean fits(String wanted, String present) {
    return wanted.equals("*") || wanted.equalsIgnoreCase(present);
  }
}

package dev.keyturn.mail;

import dev.keyturn.facts.UserName;
import java.time.Duration;
import java.util.List;

/**
 * What administrators are told of a run: in short what its page says at length. All text is made a
 * single line of a bounded length, and no list shows more than {@link Part#MOST} rows, so that the
 * mail stays small however large the account is.
 *
 * @param failed users with whom the run failed
 * @param replaced users who got a new key
 * @param switchedOff users whose old key was deactivated
 * @param deleted users whose old key was deleted
 * @param cleared users whose rotation was forgotten
 * @param stuck users whose keys are not touched until somebody acts
 * @param neverRotated overdue keys that no run replaces until somebody acts
 * @param left why users were left for the next run, with their numbers
 * @param rest what else there is to be counted
 * @param page where the run's page lies
 */
public record Digest(
    Part<Failed> failed,
    Part<Deed> replaced,
    Part<Deed> switchedOff,
    Part<Deed> deleted,
    Part<Deed> cleared,
    Part<Stuck> stuck,
    Part<Deed> neverRotated,
    Part<Left> left,
    Rest rest,
    Page page) {

  /** Some of a list. */
  public record Part<T>(List<T> shown, int number) {
    /** So many rows of a list are shown. */
    public static final int MOST = 20;

    public Part {
      shown = List.copyOf(shown);
    }

    /** The first of them, and how many there are. */
    public static <T> Part<T> of(List<T> all) {
      return new Part<>(all.subList(0, Math.min(MOST, all.size())), all.size());
    }

    public int more() {
      return number - shown.size();
    }
  }

  /**
   * Something that was not done, or not to the end.
   *
   * @param step that was due, such as {@code deletion}
   */
  public record Failed(UserName user, String step, String error) {
    public Failed {
      error = Words.line(error);
    }
  }

  /**
   * Something that was done, or never is.
   *
   * @param what the keys, and why where that is not as usual
   */
  public record Deed(UserName user, String what) {
    public Deed {
      what = Words.line(what);
    }
  }

  /** Somebody whose keys are not touched, why, and what would free them. */
  public record Stuck(UserName user, String why, Relief relief) {
    public Stuck {
      why = Words.line(why);
    }
  }

  /** What frees a user. */
  public sealed interface Relief {
    /** Something that a person can do. */
    record Advice(String text) implements Relief {
      public Advice {
        text = Words.line(text);
      }
    }

    /**
     * A command on a line of its own.
     *
     * @param before leads to it
     * @param after what it does, or what else there is to do; may be empty
     */
    record Command(String before, String command, String after) implements Relief {
      public Command {
        before = Words.line(before);
        command = Words.line(command);
        after = Words.line(after);
      }
    }
  }

  /** So many users were left for the next run, and why. */
  public record Left(long number, String why) {
    public Left {
      why = Words.line(why);
    }
  }

  /**
   * What is only counted.
   *
   * @param waiting users who are held until time has passed, or exempt
   */
  public record Rest(
      int users, int lookedAfter, long warned, long waiting, long apiCalls, Duration time) {}

  /** The page of the run. */
  public sealed interface Page {
    /** It lies there. */
    record At(FilePlace place) implements Page {}

    /** None was kept where a reader could find it. */
    record None() implements Page {}
  }
}

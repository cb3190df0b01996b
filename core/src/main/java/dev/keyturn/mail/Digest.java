package dev.keyturn.mail;

import dev.keyturn.facts.UserName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The summary of a run for administrators; the run's page has the details. Each text becomes a
 * single line of bounded length, and no list shows more than {@link Part#MOST} rows, so the mail
 * stays small for an account of any size.
 *
 * @param exposed users with a key that may be in other hands; the other lists have them, too
 * @param failed users with whom the run failed
 * @param replaced users who got a new key
 * @param switchedOff users whose old key was deactivated
 * @param deleted users whose old key was deleted
 * @param cleared users whose rotation record was cleared
 * @param stuck users who are held until an administrator or the owner acts
 * @param neverRotated overdue keys that no run replaces until an administrator or the owner acts
 * @param deferred why users were left for the next run, with their numbers
 * @param rest the other counts
 * @param page where the run's page is stored
 */
public record Digest(
    Part<Deed> exposed,
    Part<Failed> failed,
    Part<Deed> replaced,
    Part<Deed> switchedOff,
    Part<Deed> deleted,
    Part<Deed> cleared,
    Part<Stuck> stuck,
    Part<Deed> neverRotated,
    Part<Deferred> deferred,
    Rest rest,
    Page page) {

  /** The first rows of a list. */
  public record Part<T>(List<T> shown, int number) {
    /** The maximum number of rows that are shown. */
    public static final int MOST = 20;

    public Part {
      shown = List.copyOf(shown);
    }

    /** The first rows, and the number of all. */
    public static <T> Part<T> of(List<T> all) {
      return new Part<>(all.subList(0, Math.min(MOST, all.size())), all.size());
    }

    public int more() {
      return number - shown.size();
    }
  }

  /**
   * A step that was not done, or not completed.
   *
   * @param step the step that was due, such as {@code deletion}
   */
  public record Failed(UserName user, String step, String error) {
    public Failed {
      error = Words.line(error);
    }
  }

  /**
   * An action that was done, or one that no run does.
   *
   * @param what the keys, and the reason if it is an unusual one
   * @param command what an administrator runs, for exposed and replaced keys only
   */
  public record Deed(UserName user, String what, Optional<String> command) {
    public Deed {
      what = Words.line(what);
      command = command.map(Words::line);
    }

    public Deed(UserName user, String what) {
      this(user, what, Optional.empty());
    }
  }

  /** A held user, the reason, and what ends the hold. */
  public record Stuck(UserName user, String why, Relief relief) {
    public Stuck {
      why = Words.line(why);
    }
  }

  /** What ends a hold. */
  public sealed interface Relief {
    /** Advice for a person. */
    record Advice(String text) implements Relief {
      public Advice {
        text = Words.line(text);
      }
    }

    /**
     * A command, shown on a separate line.
     *
     * @param before the text that introduces the command
     * @param after what the command does, or what to do next; may be empty
     */
    record Command(String before, String command, String after) implements Relief {
      public Command {
        before = Words.line(before);
        command = Words.line(command);
        after = Words.line(after);
      }
    }
  }

  /** The number of users that were deferred, and why. */
  public record Deferred(long number, String why) {
    public Deferred {
      why = Words.line(why);
    }
  }

  /**
   * What the mail shows as a number only.
   *
   * @param waiting users who are exempt, or held until some time has passed
   */
  public record Rest(
      int users, int managed, long warned, long waiting, long apiCalls, Duration time) {}

  /** The page of the run. */
  public sealed interface Page {
    /** The page is stored there. */
    record At(FilePlace place) implements Page {}

    /** No page was stored. */
    record None() implements Page {}
  }
}

package dev.keyturn.state;

import dev.keyturn.event.AuditLine;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.BoundedParallel;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** Reads the audit trail back. */
public final class History {
  private final Ports ports;
  private final BoundedParallel parallel;

  public History(Ports ports, RuntimeEnvironment runtime) {
    this.ports = ports;
    this.parallel = new BoundedParallel(runtime.executor(), () -> BoundedParallel.USERS_AT_ONCE);
  }

  /**
   * What was found.
   *
   * @param lines by time
   * @param unreadable the number of lines that are not audit lines
   */
  public record Lines(List<AuditLine> lines, long unreadable) {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /** One object's lines. */
  private record Read(List<Optional<AuditLine>> lines) {}

  /**
   * The lines of all runs from a day on, about some users.
   *
   * @throws CannotBegin if the bucket cannot be read
   */
  public Lines since(LocalDate day, Predicate<UserName> about) throws CannotBegin {
    try {
      ports.account().identify();
      List<String> names =
          ports.bucketObjects().names(BucketPaths.AUDIT).stream()
              .filter(name -> name.compareTo(BucketPaths.AUDIT + day) >= 0)
              .toList();
      List<Optional<AuditLine>> lines =
          parallel.map(names, this::read, _ -> {}).stream()
              .flatMap(read -> read.lines().stream())
              .toList();
      return new Lines(
          lines.stream()
              .flatMap(Optional::stream)
              .filter(line -> about.test(line.user()))
              .sorted(Comparator.comparing(AuditLine::time))
              .toList(),
          lines.stream().filter(Optional::isEmpty).count());
    } catch (PortFailure failure) {
      throw unread(failure);
    } catch (CompletionException e) {
      if (e.getCause() instanceof PortFailure failure) {
        throw unread(failure);
      }
      throw e;
    }
  }

  private static CannotBegin unread(PortFailure failure) {
    return new CannotBegin(
        "The audit trail could not be read: %s keyturn doctor says what these credentials lack."
            .formatted(failure.message()));
  }

  private Read read(String name) {
    return new Read(
        ports.bucketObjects().read(name).stream()
            .flatMap(stored -> stored.text().lines())
            .map(AuditText::read)
            .toList());
  }
}

package dev.keyturn.demo;

import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.Ports;
import dev.keyturn.port.Users;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Interrupts a run at a chosen point: the call is done, and after it the run makes no more calls,
 * as if its process had been killed. It wraps the ports of a run.
 */
public final class CrashInjector {
  /** The points at which a run can be interrupted. */
  public enum Point {
    CREATED("right after a new key was made", "its file was not stored, so its secret is lost"),
    STORED("right after the file was stored", "its owner was not notified"),
    OFF("right after an old key was switched off", "its owner was not notified"),
    DELETED("right after an old key was deleted", "its owner was not notified");

    private final String words;
    private final String damage;

    Point(String words, String damage) {
      this.words = words;
      this.damage = damage;
    }

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String words() {
      return words;
    }

    private boolean isAt(Class<?> port, String verb) {
      return switch (this) {
        case CREATED -> port == Keys.class && verb.equals("create");
        case STORED -> port == CredentialStore.class && verb.equals("store");
        case OFF -> port == Keys.class && verb.equals("deactivate");
        case DELETED -> port == Keys.class && verb.equals("delete");
      };
    }
  }

  /** Ends an interrupted run. It is an error, so that the run does not catch and report it. */
  public static final class Cut extends Error {
    private static final long serialVersionUID = 1L;

    private final String words;

    Cut(Point point, String user) {
      super(null, null, false, false);
      this.words =
          "The run was interrupted %s for %s: %s. Nothing was done after that, for any user."
              .formatted(point.words, user, point.damage);
    }

    /** The description for a visitor. */
    public String words() {
      return words;
    }
  }

  private final AtomicReference<Optional<Point>> armed = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Cut>> cut = new AtomicReference<>(Optional.empty());

  /** Interrupts the next run that reaches a point. */
  public void arm(Point point) {
    armed.set(Optional.of(point));
  }

  /** Interrupts no run. */
  public void disarm() {
    armed.set(Optional.empty());
  }

  /** The point at which the next run is to be interrupted. */
  public Optional<Point> armed() {
    return armed.get();
  }

  /** The interruption of the present run, if any. */
  public Optional<Cut> cut() {
    return cut.get();
  }

  /** Begins a new run. */
  public void open() {
    cut.set(Optional.empty());
  }

  /** The wrapped ports. */
  public Ports between(Ports ports) {
    return new Ports(
        guarded(Account.class, ports.account()),
        guarded(Users.class, ports.users()),
        guarded(Keys.class, ports.keys()),
        guarded(CredentialStore.class, ports.credentialStore()),
        guarded(Mailer.class, ports.mailer()),
        guarded(BucketObjects.class, ports.bucketObjects()),
        guarded(Permissions.class, ports.permissions()),
        guarded(CredentialReports.class, ports.reports()));
  }

  /** Wraps a port by reflection: all of its methods are treated alike. */
  private <T> T guarded(Class<T> port, T real) {
    InvocationHandler handler =
        (_, method, args) -> {
          stopIfCut();
          try {
            Object result = method.invoke(real, args);
            strike(port, method.getName(), args);
            return result;
          } catch (InvocationTargetException e) {
            throw Optional.ofNullable(e.getCause()).orElse(e);
          }
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private void stopIfCut() {
    cut.get()
        .ifPresent(
            end -> {
              throw end;
            });
  }

  /** Ends the run after the call: its effect stays, but the run does not get the reply. */
  private void strike(Class<?> port, String verb, Object[] args) {
    armed
        .get()
        .filter(point -> point.isAt(port, verb))
        .ifPresent(
            point -> {
              cut.compareAndSet(Optional.empty(), Optional.of(new Cut(point, user(args[0]))));
              disarm();
            });
    stopIfCut();
  }

  private static String user(Object subject) {
    return switch (subject) {
      case UserName name -> name.value();
      case HandOver handOver -> handOver.user().value();
      default -> throw new IllegalStateException("not about a user: " + subject.getClass());
    };
  }
}

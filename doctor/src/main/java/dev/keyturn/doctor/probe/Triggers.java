package dev.keyturn.doctor.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The function, and what starts it. All verbs throw {@link dev.keyturn.port.PortFailure}. */
public interface Triggers {

  /** The function of a name, if there is one. */
  Optional<Function> function(String name);

  /** Rules of EventBridge that start a function. */
  List<Entry> rules(String functionArn);

  /** Schedules of EventBridge Scheduler that start a function. */
  List<Entry> schedules(String functionArn);

  /**
   * A function.
   *
   * @param role the ARN of the role that it runs as
   * @param variables of its environment
   */
  record Function(String arn, String role, Map<String, String> variables) {
    public Function {
      variables = Map.copyOf(variables);
    }
  }

  /**
   * What starts a function.
   *
   * @param when such as {@code cron(0 5 * * ? *)}; empty if not told
   * @param on what switches it on
   */
  record Entry(String name, String when, boolean enabled, Fix on) {}
}

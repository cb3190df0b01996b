package dev.keyturn.doctor.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The function and its triggers. All methods throw {@link dev.keyturn.port.PortFailure}. */
public interface Triggers {

  /** The function of a name, if it exists. */
  Optional<Function> function(String name);

  /** Rules of EventBridge that start a function by a schedule. */
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
   * A trigger of a function.
   *
   * @param when such as {@code cron(0 5 * * ? *)}; empty if unknown
   * @param toggle the command that disables it if it is enabled, and enables it if not
   */
  record Entry(String name, String when, boolean enabled, Fix toggle) {}
}

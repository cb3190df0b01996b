package dev.keyturn.run;

import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.run.Run.Applied;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of new keys that replaced compromised ones: an administrator hands them over. */
public final class FilesToHandOver {
  private FilesToHandOver() {}

  /** The command that gets each file, by the user, in order of their names. */
  public static Map<UserName, String> of(Applied applied) {
    Map<UserName, Plan.Due> due =
        applied.plan().due().stream()
            .collect(Collectors.toMap(Plan.Due::user, Function.identity()));
    Map<UserName, String> files = new TreeMap<>();
    for (Row row : applied.report().rows()) {
      if (row.outcome() instanceof Outcome.Rotated(var newKey, _) && due.containsKey(row.user())) {
        Delivery delivery =
            due.get(row.user()).facts().evidence().notes().delivery(row.user(), newKey);
        if (delivery == Delivery.ADMINISTRATOR) {
          files.put(row.user(), applied.plan().setup().fetch(row.user(), newKey));
        }
      }
    }
    return files;
  }
}

package dev.keyturn.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that a plan filled in because they are not set, by name. A value that has no usual
 * one, such as the bucket, is a placeholder that no call is made with.
 */
public record Assumed(Map<String, String> values) {
  /** One line of a terminal has room for the two thresholds. */
  private static final int SHOWN = 2;

  public Assumed {
    values = Map.copyOf(values);
  }

  /** All settings are set. */
  public static Assumed none() {
    return new Assumed(Map.of());
  }

  /** Whether no bucket is named. */
  public boolean bucket() {
    return values.containsKey(SettingsReader.BUCKET);
  }

  /** Whether no sender, or no region of SES, is named. */
  public boolean mail() {
    return values.containsKey(SettingsReader.SENDER)
        || values.containsKey(SettingsReader.SES_REGION);
  }

  /** What was filled in and what is left out, in one sentence; empty if all settings are set. */
  public String sentence() {
    if (values.isEmpty()) {
      return "";
    }
    Map<String, String> usual = new LinkedHashMap<>(SettingsReader.USUAL);
    usual.keySet().retainAll(values.keySet());
    String taken =
        usual.isEmpty()
            ? ""
            : "usual values for missing settings: "
                + usual.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .limit(SHOWN)
                    .collect(Collectors.joining(" "))
                + (usual.size() > SHOWN ? " and " + (usual.size() - SHOWN) + " more" : "");
    String without =
        mail() && bucket() ? "mail and the bucket" : mail() ? "mail" : bucket() ? "the bucket" : "";
    String left = without.isEmpty() ? "" : "what depends on " + without + " is left out";
    return taken + (taken.isEmpty() || left.isEmpty() ? "" : "; ") + left;
  }
}

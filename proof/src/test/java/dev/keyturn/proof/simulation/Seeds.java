package dev.keyturn.proof.simulation;

/** A range of seeds, both bounds included; {@code 4711..4711} is one seed. */
public record Seeds(long first, long last) {
  public static Seeds of(String text) {
    int dots = text.indexOf("..");
    return dots < 0
        ? new Seeds(Long.parseLong(text), Long.parseLong(text))
        : new Seeds(
            Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
  }

  public long count() {
    return last - first + 1;
  }
}

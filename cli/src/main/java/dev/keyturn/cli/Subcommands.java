package dev.keyturn.cli;

import java.util.List;

/**
 * Commands of {@code keyturn}. A module on the class path adds commands by a service of this type.
 */
public interface Subcommands {
  /**
   * Creates the commands: objects with picocli's annotations.
   *
   * @param terminal where they print
   * @param machine where they run
   */
  List<Object> on(Terminal terminal, Machine machine);
}

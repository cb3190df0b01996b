package dev.keyturn.cli;

import java.util.List;

/**
 * Commands of {@code keyturn}. Each module on the class path may bring some, as a service of this
 * type.
 */
public interface Subcommands {
  /**
   * Makes the commands: objects with picocli's annotations.
   *
   * @param terminal where they print
   * @param machine where they run
   */
  List<Object> on(Terminal terminal, Machine machine);
}

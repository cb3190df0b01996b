package dev.keyturn.run;

import dev.keyturn.port.PortFailure;
import java.util.Optional;

/** A text about an account, kept on this machine. Nothing depends on it. */
public interface LocalText {
  /** Keeps nothing. */
  LocalText NONE =
      new LocalText() {
        @Override
        public Optional<String> read(String account) {
          return Optional.empty();
        }

        @Override
        public void write(String account, String text) {}
      };

  /**
   * The text that was kept last; empty if there is none, or if another user may have written it.
   *
   * @param account twelve digits
   */
  Optional<String> read(String account);

  /**
   * Keeps a text.
   *
   * @throws PortFailure if it cannot be kept
   */
  void write(String account, String text);
}

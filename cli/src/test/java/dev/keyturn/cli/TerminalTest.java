package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees and answers. */
class TerminalTest {
  private final StringWriter screen = new StringWriter();

  @Test
  void showsWhatWasPrintedBeforeItWaitsForAnAnswer() {
    Person person = new Person(screen);
    Terminal terminal = terminal(person);
    terminal.out().println("This would be done.");
    terminal.consents("Do this?");
    assertThat(person.saw).startsWith("This would be done.").endsWith("Do this? [y/N] ");
  }

  @ParameterizedTest
  @CsvSource({"y, true", "Y, true", "' yes ', true", "n, false", "'', false", "yesterday, false"})
  void takesNothingButAYesForConsent(String answer, boolean consent) {
    assertThat(terminal(new StringReader(answer + "\n")).consents("Do this?")).isEqualTo(consent);
  }

  @Test
  void takesAnEndOfInputForANo() {
    assertThat(terminal(new StringReader("")).consents("Do this?")).isFalse();
  }

  private Terminal terminal(Reader answers) {
    return new Terminal(
        Map.of(),
        buffered(screen),
        buffered(screen),
        new BufferedReader(answers),
        true,
        true,
        true);
  }

  /** As a process's streams are: nothing is seen before it is flushed. */
  private static PrintWriter buffered(Writer screen) {
    return new PrintWriter(new BufferedWriter(screen), false);
  }

  /** Remembers what the screen showed when an answer was wanted. */
  private static final class Person extends Reader {
    private final StringWriter screen;
    private String saw = "";

    Person(StringWriter screen) {
      this.screen = screen;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
      saw = screen.toString();
      return -1;
    }

    @Override
    public void close() {}
  }
}

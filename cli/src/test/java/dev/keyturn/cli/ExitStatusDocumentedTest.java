package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/exit-codes.md, held against what the command may end with. */
class ExitStatusDocumentedTest {
  @Test
  void everyExitStatusIsExplained() throws IOException {
    List<Integer> explained =
        Pattern.compile("(?m)^\\| `(\\d+)` \\|")
            .matcher(Files.readString(Path.of("../docs/exit-codes.md")))
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .toList();
    assertThat(explained)
        .containsExactly(
            ExitStatus.DONE,
            ExitStatus.SOME_FAILED,
            ExitStatus.BAD_INPUT,
            ExitStatus.CANNOT_BEGIN,
            ExitStatus.OUR_MISTAKE,
            ExitStatus.INTERRUPTED);
  }
}

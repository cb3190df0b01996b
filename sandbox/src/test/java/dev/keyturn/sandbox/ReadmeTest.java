package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReadmeTest {
  @Test
  void theTableOfTheControlInterfaceIsComplete() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    List<String> documented =
        Pattern.compile("^\\| `([A-Z]+) /_sandbox(/\\w+)` \\|", Pattern.MULTILINE)
            .matcher(readme)
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .sorted()
            .toList();
    try (Clients clients = new Clients()) {
      assertThat(clients.control("GET", "unknown", "")).contains("Known here: " + documented);
    }
  }
}

package dev.keyturn.proof.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.sample.Sampled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps over 10,000 accounts, in the heap of a function with 512 MB. */
class TenThousandAccountsTest {
  private static final int MEGABYTES = 512;

  /** That of the deployments, which DeploymentTest compares. */
  private static final String HEAP = "-Xmx%sm".formatted(MEGABYTES * 3 / 8);

  private static final int LONGEST_READ = 4 * 1024 * 1024;
  private static final int LONGEST_PAGE = 5 * 1024 * 1024;

  @ParameterizedTest
  @Sampled(parts = 4)
  @CsvSource({"summarize, 0", "allot, 0", "summarize, 7", "allot, 7"})
  void aStepOverTenThousandAccountsFitsIntoTheHeap(String step, String claims)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TenThousandAccounts.class.getName(),
                step,
                claims)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    List<String> lines = printed.lines().toList();
    Map<String, Integer> lengths =
        lines.stream()
            .filter(line -> line.startsWith("org/runs/"))
            .map(line -> line.split("=", -1))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1])));
    assertThat(lengths)
        .isNotEmpty()
        .allSatisfy(
            (name, length) ->
                assertThat(length)
                    .as(name)
                    .isLessThan(name.endsWith(".html") ? LONGEST_PAGE : LONGEST_READ));
    if (step.equals("summarize")) {
      assertThat(lengths).containsKeys("org/runs/day-1/report.json", "org/runs/day-1/report.html");
    } else {
      assertThat(lines.getFirst()).contains(claims.equals("0") ? "\"ring\":0" : "\"ring\":2");
    }
  }
}

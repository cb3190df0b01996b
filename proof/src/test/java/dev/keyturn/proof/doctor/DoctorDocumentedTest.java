package dev.keyturn.proof.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/doctor.md with doctor's findings and calls. */
class DoctorDocumentedTest {
  /** Points that a healthy installation lacks, or that represent several. */
  private static final Set<String> OTHERS = Set.of("permissions.<action>");

  /** With {@code --org} only. */
  private static final String OF_AN_ORGANIZATION = "settings.canary";

  private static String page() throws IOException {
    Path root =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
            .findFirst()
            .orElseThrow();
    return Files.readString(root.resolve("docs/doctor.md"));
  }

  @Test
  void everyPointOfDoctorIsInItsReference() throws IOException {
    Set<String> documented =
        Pattern.compile("(?m)^\\| `([a-z]+\\.[^`]+)` \\|")
            .matcher(page())
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    try (DoctorFixture fixture = new DoctorFixture()) {
      fixture.environment.put("DRY_RUN", "true");
      Set<String> found =
          fixture.diagnosis().findings().stream()
              .map(Finding::id)
              .map(id -> id.startsWith("permissions.") ? "permissions.<action>" : id)
              .collect(Collectors.toSet());
      assertThat(found).containsAll(OTHERS).doesNotContain(OF_AN_ORGANIZATION);
      found.add(OF_AN_ORGANIZATION);
      assertThat(found).isEqualTo(documented);
    }
  }

  /** With only the permissions of the page, doctor can check everything. */
  @Test
  void doctorNeedsNoMoreThanItsReferenceLists() throws IOException {
    String needs = page().substring(page().indexOf("## What doctor itself needs"));
    String actions =
        Pattern.compile("`((?:iam|s3|ses|lambda|events|scheduler):\\w+)`")
            .matcher(needs)
            .results()
            .map((MatchResult action) -> "\"" + action.group(1) + "\"")
            .collect(Collectors.joining(", "));
    try (DoctorFixture fixture = new DoctorFixture()) {
      fixture.examinerMay(
          "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [%s], \"Resource\": \"*\"}}"
              .formatted(actions));
      assertThat(fixture.findings()).isEmpty();
    }
  }
}

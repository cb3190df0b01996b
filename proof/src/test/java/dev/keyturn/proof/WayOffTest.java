package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.UserName;
import dev.keyturn.report.SeenKey;
import dev.keyturn.report.SeenKey.Use;
import dev.keyturn.report.WayOff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can replace an access key: the rules, and the page that lists them. */
class WayOffTest {
  private static final Pattern WORD = Pattern.compile("`([a-z-]+)`");

  private static SeenKey key(long age, Use use) {
    return new SeenKey(new UserName("alice"), "AKIAIOSFODNN7EXAMPLE", age, false, use);
  }

  private static WayOff by(String service) {
    return WayOff.of(key(400, new Use.Ago(1, service, "eu-central-1")), false);
  }

  @Test
  void aKeyThatNoProgramUsesIsDeleted() {
    assertThat(WayOff.of(key(45, new Use.Never()), true)).isEqualTo(WayOff.UNUSED);
    assertThat(WayOff.of(key(400, new Use.Ago(45, "ecr", "N/A")), false)).isEqualTo(WayOff.UNUSED);
    assertThat(WayOff.of(key(44, new Use.Never()), false)).isEqualTo(WayOff.UNKNOWN);
  }

  @Test
  void aPersonSignsInInstead() {
    assertThat(WayOff.of(key(400, new Use.Ago(1, "ecr", "eu-central-1")), true))
        .isEqualTo(WayOff.PERSON);
    assertThat(by("sts").alternative()).isEqualTo("IAM Identity Center");
  }

  @Test
  void theServiceOfTheLastUseDecides() {
    assertThat(by("ecr")).isEqualTo(WayOff.PIPELINE);
    assertThat(by("ECR")).isEqualTo(WayOff.PIPELINE);
    assertThat(by("iot")).isEqualTo(WayOff.OUTSIDE);
    assertThat(by("s3")).isEqualTo(WayOff.PROGRAM);
  }

  @Test
  void whereIamNamesNoServiceNothingIsGuessed() {
    assertThat(by("N/A")).isEqualTo(WayOff.UNKNOWN);
    assertThat(by("")).isEqualTo(WayOff.UNKNOWN);
    assertThat(WayOff.of(key(400, new Use.Unknown()), false)).isEqualTo(WayOff.UNKNOWN);
  }

  @Test
  void noServiceBelongsToTwoRules() {
    assertThat(Stream.of(WayOff.values()).flatMap(rule -> rule.services().stream()))
        .doesNotHaveDuplicates();
  }

  @Test
  void thePageListsTheRulesInTheirOrder() throws IOException {
    List<String[]> rows =
        Files.readAllLines(Path.of("../docs/way-off-keys.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z]+` .*"))
            .map(line -> line.split(" *\\| *", -1))
            .toList();
    assertThat(rows.stream().map(row -> row[1].replace("`", "")))
        .containsExactlyElementsOf(Stream.of(WayOff.values()).map(WayOff::name).toList());
    for (String[] row : rows) {
      WayOff rule = WayOff.valueOf(row[1].replace("`", ""));
      Set<String> services =
          WORD.matcher(row[2]).results().map(hit -> hit.group(1)).collect(Collectors.toSet());
      assertThat(services).isEqualTo(rule.services());
      assertThat(row[3]).isEqualTo(rule.alternative());
    }
  }
}

package dev.keyturn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static List<String> numbers(String version) {
    return List.of(Check.UNUSED, Check.SEVERAL, Check.OLD).stream()
        .map(check -> check.number(version).orElse("none"))
        .toList();
  }

  @Test
  void hasTheNumberOfTheBenchmarksVersion() {
    for (String version : List.of("1.4", "1.5", "2.0", "3.0", "4.0")) {
      assertThat(numbers(version)).containsExactly("1.12", "1.13", "1.14");
    }
    assertThat(numbers("5.0")).containsExactly("1.11", "1.12", "1.13");
    assertThat(numbers("6.0")).containsExactly("2.11", "2.12", "2.13");
    assertThat(numbers("7.0")).containsExactly("2.11", "none", "2.12");
    assertThat(numbers("8.0")).containsOnly("none");
  }

  @Test
  void hasNoNumberIfItIsUnknown() {
    assertThat(Check.VERSIONS)
        .contains(Check.USUAL)
        .allSatisfy(
            version -> assertThat(Check.ROOT_KEY.number(version)).isEqualTo(Optional.empty()));
  }
}

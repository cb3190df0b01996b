package dev.keyturn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 19, Sample.BUILDS})
  void anyTwentySamplesInARowHaveEveryCase(int parts) {
    for (int first : List.of(0, 1, 185)) {
      assertThat(IntStream.range(0, 100))
          .allMatch(
              index ->
                  IntStream.range(first, first + Sample.BUILDS)
                      .anyMatch(number -> sample(number).has(index, parts)));
    }
  }

  @Test
  void anyTwentySamplesInARowHaveEverySeedOnce() {
    List<Long> seeds = new ArrayList<>();
    for (int number = 185; number < 185 + Sample.BUILDS; number++) {
      LongStream.rangeClosed(sample(number).firstOf(1, 200), sample(number).lastOf(1, 200))
          .forEach(seeds::add);
    }
    assertThat(seeds)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
  }

  @Test
  void allHasEveryCaseAndEverySeed() {
    Sample all = Sample.of("all");
    assertThat(IntStream.range(0, 100)).allMatch(index -> all.has(index, 7));
    assertThat(List.of(all.firstOf(1, 200), all.lastOf(1, 200))).containsExactly(1L, 200L);
  }

  @Test
  void printsTheOptionThatRepeatsIt() {
    assertThat(Sample.of("all")).hasToString("-Dkeyturn.sample=all");
    assertThat(sample(17)).hasToString("-Dkeyturn.sample=17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "some", "1..3"})
  void refusesWhatIsNoSample(String text) {
    assertThatThrownBy(() -> Sample.of(text)).hasMessageContaining("'" + text + "'");
  }

  private static Sample sample(int number) {
    return Sample.of(String.valueOf(number));
  }
}

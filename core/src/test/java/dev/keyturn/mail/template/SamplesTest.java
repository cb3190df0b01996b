package dev.keyturn.mail.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {
  /** Otherwise a template could have an unknown variable in a section that no sample reaches. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void coverBothCasesOfEveryConditionOfATemplate(Kind kind) {
    Set<String> yes = new TreeSet<>();
    Set<String> no = new TreeSet<>();
    Samples.of(kind).forEach(sample -> collect("", sample, yes, no));
    // The same in all mails of a kind; layouts are tried with mails of all kinds.
    yes.remove(".toOwner");
    no.remove(".toOwner");
    assertThat(yes).isNotEmpty().isEqualTo(no);
  }

  private static void collect(String name, Object value, Set<String> yes, Set<String> no) {
    switch (value) {
      case Boolean truth -> (truth ? yes : no).add(name);
      case Map<?, ?> group ->
          group.forEach((part, inner) -> collect(name + "." + part, inner, yes, no));
      case List<?> list -> {
        assertThat(list).as(name).isNotEmpty();
        list.forEach(element -> collect(name + "[]", element, yes, no));
      }
      default -> assertThat(value.toString()).as(name).isNotBlank();
    }
  }
}

package dev.keyturn.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @Test
  void quotesAFieldForACommaAQuoteOrEitherLineEndAndForNothingElse() {
    assertThat(Csv.line("a,b", "c")).isEqualTo("\"a,b\",c\r\n");
    assertThat(Csv.line("a\"b", "c")).isEqualTo("\"a\"\"b\",c\r\n");
    assertThat(Csv.line("a\rb", "c")).isEqualTo("\"a\rb\",c\r\n");
    assertThat(Csv.line("a\nb", "c")).isEqualTo("\"a\nb\",c\r\n");
    assertThat(Csv.line("a b;'=+", "")).isEqualTo("a b;'=+,\r\n");
    assertThat(Csv.line("+a", "=b", "-c", "@d")).isEqualTo("\"+a\",\"=b\",\"-c\",\"@d\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a,b", "\"", "a\"\"b", "a\r\nb", "=1+1", "#", "ü"})
  void readsWhatItWrites(String field) {
    String line = Csv.line("first", field, "last");
    assertThat(Csv.fields(line)).contains(List.of("first", field, "last"));
    assertThat(Csv.records(line + line)).hasSize(2).containsOnly(List.of("first", field, "last"));
  }

  @Test
  void readsFieldsWithoutTheSpacesAroundThemAndLinesOfAnyLength() {
    assertThat(Csv.fields(" a , \"b,c\" ,,")).contains(List.of("a", "b,c", "", ""));
    assertThat(Csv.records("a\r\n\nb,c\n \nd,\"e\nf\",g"))
        .containsExactly(List.of("a"), List.of("b", "c"), List.of("d", "e\nf", "g"));
  }

  @Test
  void anEmptyLineHasNoFields() {
    assertThat(Csv.fields("")).isEmpty();
    assertThat(Csv.records("\n  \n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,\"SeCrEt", "\"a\"SeCrEt,b", "\""})
  void refusesWhatIsNotCsvAndDoesNotQuoteIt(String text) {
    assertThat(Csv.fields(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Csv.records(text))
        .withMessage("a quote in it is not closed, or has text after it");
  }
}

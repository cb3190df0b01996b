package dev.keyturn.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}

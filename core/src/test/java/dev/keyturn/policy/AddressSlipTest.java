package dev.keyturn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSlipTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a@b.example, c@d.example | it holds several; give one only",
        "a@b.example;c@d.example | it holds several; give one only",
        "a@b.example c@d.example | it holds several; give one only",
        "Corp Keys <keys@b.example> | it holds a name, too; give the address alone, keys@b.example",
        "a@fa\u00df.example | its domain has no single form in ASCII; write it as xn--...",
        "j\u00f6rg@b.example | SES takes ASCII only before the @",
        "@fa\u00df.example | its domain has no single form in ASCII; write it as xn--...",
        "j\u00f6rg@b\u00fccher.example | SES takes ASCII only before the @",
        "a\u200b@b.example | it holds invisible characters, U+200B",
        "a\u00a0@b.example | it holds invisible characters, U+00A0",
        "a\u202e\u0000@b.example | it holds invisible characters, U+202E, U+0000",
      })
  void saysWhatIsWrong(String text, String why) {
    assertThat(EmailAddress.isLegal(text)).isFalse();
    assertThat(AddressSlip.in(text)).isEqualTo("'" + text + "' is no mail address: " + why);
  }

  /** Such as a name outside ASCII, and a domain outside ASCII that Keyturn takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "a@b",
        "J\u00f6rg M\u00fcller",
        "a..b@b\u00fccher.example",
        "a b@c.example"
      })
  void saysNothingMoreWhereThatIsPlain(String text) {
    assertThat(EmailAddress.of(text)).isEmpty();
    assertThat(AddressSlip.in(text)).isEqualTo("'" + text + "' is no mail address");
  }

  @Test
  void aDomainInAsciiIsTaken() {
    assertThat(EmailAddress.isLegal("a@xn--bcher-kva.example")).isTrue();
  }
}

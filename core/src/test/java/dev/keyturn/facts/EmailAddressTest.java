package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "keys@m\u00fcnchen.example, keys@xn--mnchen-3ya.example",
    "keys@M\u00dcNCHEN.Example, keys@xn--mnchen-3ya.example",
    "keys@mu\u0308nchen.example, keys@xn--mnchen-3ya.example",
    "Keys@mail.\u4f8b\u3048.\u30c6\u30b9\u30c8, Keys@mail.xn--r8jz45g.xn--zckzah",
  })
  void aDomainOutsideAsciiIsConverted(String text, String ascii) {
    assertThat(EmailAddress.of(text)).contains(new EmailAddress(ascii));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Keys@Corp.Example", "a@xn--bcher-kva.example", "o'neil+x@b.example"})
  void anAddressInAsciiStaysAsItIs(String text) {
    assertThat(EmailAddress.of(text)).contains(new EmailAddress(text));
  }

  /** IDNA 2003 maps all of these to another name; IDNA 2008 keeps or refuses them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys@fa\u00df.example",
        "keys@\u03b1\u03c2.example",
        "keys@\uff43orp.example",
        "keys@corp\u3002example",
        "keys@co\u200brp\u00fc.example",
        "keys@b\u00fccher.xn--mnchen-3ya.example",
      })
  void aDomainWithoutASingleFormIsNoAddress(String text) {
    assertThat(EmailAddress.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "j\u00f6rg@corp.example",
        "keys@-\u00fc.example",
        "keys@\u00fc..example",
        "keys@\u00fc_x.example",
        "keys@\u202e\u00fc.example",
        "keys@\ud83d\ude00.example",
        "m\u00fcnchen.example",
        "@m\u00fcnchen.example",
        "",
      })
  void whatSesCannotTakeIsNoAddress(String text) {
    assertThat(EmailAddress.of(text)).isEmpty();
  }

  @Test
  void aLabelThatIsTooLongIsNoAddress() {
    assertThat(EmailAddress.of("keys@" + "\u00fc".repeat(63) + ".example")).isEmpty();
  }

  @Test
  void anOwnerInSuchADomainIsReached() {
    assertThat(Owner.of(" alice@m\u00fcnchen.example "))
        .isEqualTo(new Owner.At(new EmailAddress("alice@xn--mnchen-3ya.example")));
    assertThat(Owner.of("alice@fa\u00df.example")).isInstanceOf(Owner.Unreachable.class);
  }
}

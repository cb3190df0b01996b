package dev.keyturn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be an address, a name, a key id, a policy. */
class ValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.co",
        "alice@corp.example",
        "alice.b+keys@mail.corp.example",
        "o'neil_x=y/z@a-b.example",
        "1@2.example",
        "a@xn--bcher-kva.example"
      })
  void takesPlainAddresses(String address) {
    assertThat(new EmailAddress(address).value()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "alice",
        "alice@",
        "@corp.example",
        "alice@localhost",
        "alice@corp.e",
        "alice@corp.123",
        "alice@@corp.example",
        "alice@corp..example",
        ".alice@corp.example",
        "alice.@corp.example",
        "alice@-corp.example",
        "alice@corp-.example",
        "alice@corp.example, bob@corp.example",
        "Alice <alice@corp.example>",
        "\"al ice\"@corp.example",
        "alice@corp.example\n",
        "alice@corp.example\r\nBcc: eve@corp.example",
        "älice@corp.example"
      })
  void refusesWhatIsNoPlainAddress(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmailAddress(address))
        .withMessage("not a mail address: '%s'", address);
  }

  @Test
  void takesAddressesUpToTheLongestThatMailKnows() {
    String domain = ("d".repeat(60) + ".").repeat(3) + "example";
    assertThat(EmailAddress.isLegal("a".repeat(63) + "@" + domain)).isTrue();
    assertThat(EmailAddress.isLegal("a".repeat(64) + "@" + domain)).isFalse();
    assertThat(EmailAddress.isLegal("a".repeat(64) + "@corp.example")).isTrue();
    assertThat(EmailAddress.isLegal("a".repeat(65) + "@corp.example")).isFalse();
    assertThat(EmailAddress.isLegal("a@" + "d".repeat(63) + ".example")).isTrue();
    assertThat(EmailAddress.isLegal("a@" + "d".repeat(64) + ".example")).isFalse();
  }

  @Test
  void knowsTheDomainOfAnAddress() {
    assertThat(new EmailAddress("alice@mail.corp.example").domain()).isEqualTo("mail.corp.example");
    assertThat(new EmailAddress("a@b.co").domain()).isEqualTo("b.co");
  }

  @Test
  void readsAnAddressTagWithBlanksAroundIt() {
    assertThat(Owner.of(" alice@corp.example "))
        .isEqualTo(new Owner.At(new EmailAddress("alice@corp.example")));
    assertThat(Owner.of("")).isEqualTo(new Owner.Unreachable(""));
    assertThat(Owner.of("a@b@c")).isEqualTo(new Owner.Unreachable("a@b@c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.b+c=d,e@f-g_h",
        "doe,jane",
        "1234567890123456789012345678901234567890123456789012345678901234"
      })
  void takesOddButLegalUserNames(String name) {
    assertThat(new UserName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/b",
        "a b",
        "ä",
        "a\n",
        "../x",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void refusesWhatIsNoUserName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new UserName(name));
  }

  @Test
  void takesKeyIdsOf16To128Characters() {
    assertThat(KeyId.isLegal("A".repeat(15))).isFalse();
    assertThat(KeyId.isLegal("A".repeat(16))).isTrue();
    assertThat(KeyId.isLegal("A".repeat(128))).isTrue();
    assertThat(KeyId.isLegal("A".repeat(129))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyId("../../etc/passwd"));
  }

  @Test
  void ordersKeysThatWereMadeInTheSameSecondByTheirIds() {
    Given user = Given.alice().active(Given.OLD, 5).active(Given.NEW, 5);
    assertThat(user.facts().keys())
        .extracting(AccessKey::id)
        .containsExactly(Given.NEW, Given.OLD)
        .isSorted();
  }

  @Test
  void listsTheReasonsOfEveryKindAndNoCodeTwice() {
    assertThat(Reason.all())
        .containsExactlyElementsOf(
            Stream.of(Reason.class.getPermittedSubclasses())
                .flatMap(kind -> Stream.of(kind.getEnumConstants()))
                .map(Reason.class::cast)
                .toList())
        .extracting(Reason::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void saysOfEachReasonWhatItMeans() {
    assertThat(Reason.all())
        .extracting(Reason::meaning)
        .doesNotHaveDuplicates()
        .allMatch(meaning -> meaning.contains(" "));
    assertThat(Reason.Warn.WARNING.meaning()).isEqualTo("the key is past the warning age");
  }

  @Test
  void refusesAPolicyThatContradictsItself() {
    assertThat(new Policy(0, 1, 0, 0)).isEqualTo(new Policy(0, 1, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Policy(30, 30, 10, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Policy(-1, 30, 10, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Policy(30, 60, -1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Policy(30, 60, 10, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Policy(30, 60, 10, 10, -1));
  }
}

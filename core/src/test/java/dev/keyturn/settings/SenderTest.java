package dev.keyturn.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {
  private static final EmailAddress KEYS = new EmailAddress("keys@corp.example");
  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?UTF-8\\?B\\?([^? ]+)\\?=");

  private final List<Problem> problems = new ArrayList<>();

  private Sender read(String text) {
    Sender sender = new SenderReader(problems).read(text).orElseThrow();
    assertThat(problems).isEmpty();
    return sender;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "keys@corp.example | `` | keys@corp.example",
        "<keys@corp.example> | `` | keys@corp.example",
        "`\"\" <keys@corp.example>` | `` | keys@corp.example",
        "Keyturn <keys@corp.example> | Keyturn | Keyturn <keys@corp.example>",
        "Keyturn<keys@corp.example> | Keyturn | Keyturn <keys@corp.example>",
        "Key Turn < keys@corp.example > | Key Turn | Key Turn <keys@corp.example>",
        "`\"Keyturn\" <keys@corp.example>` | Keyturn | Keyturn <keys@corp.example>",
        "Corp. Keys <keys@corp.example> | Corp. Keys | `\"Corp. Keys\" <keys@corp.example>`",
        "`\"Corp, Keys\" <keys@corp.example>` | Corp, Keys | `\"Corp, Keys\" <keys@corp.example>`",
        "`\"a\\\\b\\\"c\" <keys@corp.example>` | `a\\b\"c` | `\"a\\\\b\\\"c\" <keys@corp.example>`",
        "=?UTF-8?Q?Schl=C3=BC?= <keys@corp.example> | =?UTF-8?Q?Schl=C3=BC?= |"
            + " =?UTF-8?Q?Schl=C3=BC?= <keys@corp.example>",
        "Schl\u00fcssel <keys@corp.example> | Schl\u00fcssel | =?UTF-8?B?U2NobMO8c3NlbA==?="
            + " <keys@corp.example>",
      })
  void aNameIsReadAndWrittenForSes(String text, String name, String from) {
    Sender sender = read(text);
    assertThat(sender).isEqualTo(new Sender(name, KEYS));
    assertThat(sender.from()).isEqualTo(from);
  }

  @Test
  void theDomainOfANamedSenderIsConverted() {
    assertThat(read("Keyturn <keys@m\u00fcnchen.example>").from())
        .isEqualTo("Keyturn <keys@xn--mnchen-3ya.example>");
  }

  /** RFC 2047, section 2: at most 75 characters; section 5: no character is split. */
  @Test
  void aLongNameBecomesSeveralEncodedWords() {
    String name = "\u9375\ud83d\udd11".repeat(46);
    String from = read(name + " <keys@corp.example>").from();
    assertThat(from).matches("\\p{ASCII}+ <keys@corp\\.example>");
    List<String> words = List.of(from.substring(0, from.indexOf(" <")).split(" ", -1));
    assertThat(words).allMatch(word -> word.length() <= 75).hasSize(9);
    assertThat(
            words.stream()
                .map(word -> ENCODED_WORD.matcher(word).replaceFirst("$1"))
                .map(Base64.getDecoder()::decode)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.joining()))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Keys <keys@corp> | is not a mail address: 'Keys <keys@corp>'",
        "Keys <> | is not a mail address: 'Keys <>'",
        "Keys <keys@corp.example | is not a mail address: 'Keys <keys@corp.example'",
        "Keys <keys@corp.example> x | is not a mail address: 'Keys <keys@corp.example> x'",
        "`\"a<b\" <keys@corp.example>` | `is not a mail address: '\"a<b\" <keys@corp.example>'`",
        "Keys <k\u00e4ys@corp.example> | is not a mail address: 'Keys <k\u00e4ys@corp.example>':"
            + " SES takes ASCII only before the @",
        "Keys <keys@fa\u00df.example> | is not a mail address: 'Keys <keys@fa\u00df.example>': its"
            + " domain has no single form in ASCII; write it as xn--...",
        "a@b.example, Keys <keys@corp.example> | has an invalid name: 'a@b.example, Keys': it holds"
            + " another address; give one only",
        "Corp, Keys <keys@corp.example> | `has an invalid name: 'Corp, Keys': it holds one of"
            + " \"()[]\\,:; and has to be in double quotes`",
        "`\"Corp Keys <keys@corp.example>` | `has an invalid name: '\"Corp Keys': it holds one of"
            + " \"()[]\\,:; and has to be in double quotes`",
        "Key\u0007s <keys@corp.example> | has an invalid name: 'Key\u0007s': it holds"
            + " invisible characters, U+0007",
        "`\"Ke\u200bys\" <keys@corp.example>` | `has an invalid name: '\"Ke\u200bys\"': it holds"
            + " invisible characters, U+200B`",
      })
  void aBadNameOrAddressIsNamed(String text, String problem) {
    assertThat(new SenderReader(problems).read(text)).isEmpty();
    assertThat(problems).containsExactly(Problem.of("SES_EMAIL", problem));
  }

  @Test
  void aLineBreakCannotAddAHeader() {
    assertThat(new SenderReader(problems).read("Keys\r\nBcc: x <keys@corp.example>")).isEmpty();
    assertThat(problems)
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .endsWith("it holds invisible characters, U+000D, U+000A");
  }

  @Test
  void aNameHasAtMost140Characters() {
    assertThat(read("k".repeat(140) + " <keys@corp.example>").name()).hasSize(140);
    assertThat(new SenderReader(problems).read("k".repeat(141) + " <keys@corp.example>")).isEmpty();
    assertThat(problems)
        .extracting(Problem::text)
        .containsExactly(
            "SES_EMAIL has a name of more than 140 characters: '" + "k".repeat(141) + "'");
  }

  @Test
  void nothingIsNoProblemOfTheReader() {
    assertThat(new SenderReader(problems).read("")).isEmpty();
    assertThat(problems).isEmpty();
  }
}

package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphsTest {
  @Test
  void itemsStartALineOfTheirOwnHoweverHighTheirNumber() {
    String words = "word ".repeat(20).strip();
    assertThat(Paragraphs.fill("9. nine\n10. ten\n11. " + words + "\n- dash\n"))
        .isEqualTo(
            "9. nine\n10. ten\n11. "
                + "word ".repeat(14).strip()
                + "\n    "
                + "word ".repeat(6).strip()
                + "\n- dash\n");
  }

  /** A year at the end of a sentence begins no item. */
  @Test
  void aNumberWithoutAnEndOrOfFourDigitsIsAWord() {
    assertThat(Paragraphs.fill("since\n2026. And\n10 days\n"))
        .isEqualTo("since 2026. And 10 days\n");
  }
}

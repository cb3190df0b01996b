package dev.keyturn.aws.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SES says by words alone whether a quota of a day is used up or mails only go too fast. */
class SesWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Daily message quota exceeded.",
        "Daily sending quota exceeded",
        "Sending quota exceeded",
        "The 24-hour sending quota of this account is reached.",
        "You have used up your quota of messages in 24 hours.",
        "Message quota for the day exceeded",
      })
  void aQuotaOfADayIsUsedUp(String words) {
    assertThat(SesMailer.tellsThatTheQuotaIsUsedUp(words)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Maximum sending rate exceeded.",
        "Rate exceeded",
        "Too many requests per second",
        "Email address is not verified.",
      })
  void aRateIsNoQuota(String words) {
    assertThat(SesMailer.tellsThatTheQuotaIsUsedUp(words)).isFalse();
  }
}

package dev.keyturn.aws.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only SES's message says whether the daily quota is used up or the rate is exceeded. */
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
  void recognizesAUsedUpDailyQuota(String words) {
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
  void recognizesAnExceededRate(String words) {
    assertThat(SesMailer.tellsThatTheQuotaIsUsedUp(words)).isFalse();
  }
}

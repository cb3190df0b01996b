package dev.keyturn.aws.adapter;

import dev.keyturn.mail.FilePlace.Expiry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-amz-expiration}, the header with the day on which a lifecycle rule removes an object:
 * {@code expiry-date="Fri, 21 Dec 2012 00:00:00 GMT", rule-id="..."} (S3 API reference, PutObject).
 */
final class ExpirationHeader {
  private static final Pattern DATE = Pattern.compile("expiry-date=\"([^\"]+)\"");

  private ExpirationHeader() {}

  static Expiry read(@Nullable String header) {
    if (header == null) {
      return new Expiry.Unknown();
    }
    Matcher date = DATE.matcher(header);
    if (!date.find()) {
      return new Expiry.Unknown();
    }
    try {
      return new Expiry.At(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.group(1), Instant::from));
    } catch (DateTimeException e) {
      return new Expiry.Unknown();
    }
  }
}

package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.regex.Pattern;

/**
 * One tag, checked as IAM does: key of 1 to 128 characters, value of at most 256, both of letters,
 * spaces, numbers and {@code _.:/=+-@}; the prefix {@code aws:} is AWS's own
 * (docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
 */
public record Tag(String key, String value) {
  private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
  private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  public Tag {
    if (key.isEmpty() || key.length() > 128 || !KEY.matcher(key).matches()) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + key
              + "' at 'tags.1.member.key' failed to satisfy constraint: Member must have length"
              + " between 1 and 128 and satisfy regular expression pattern: "
              + KEY.pattern());
    }
    if (value.length() > 256 || !VALUE.matcher(value).matches()) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + value
              + "' at 'tags.1.member.value' failed to satisfy constraint: Member must have length"
              + " less than or equal to 256 and satisfy regular expression pattern: "
              + VALUE.pattern());
    }
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw new AwsRefusal(
          400,
          "InvalidInput",
          "Tag keys beginning with 'aws:' are reserved for system use: " + key);
    }
  }
}

package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.regex.Pattern;

/**
 * IAM's rules for names (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, "IAM
 * name requirements").
 */
final class Names {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7e]+/");

  private Names() {}

  /** A new name of at most {@code most} characters: 64 for users, 128 for groups and policies. */
  static void checkName(String field, String name, int most) {
    if (name.isEmpty() || name.length() > most) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at '"
              + field
              + "' failed to satisfy constraint: Member must have length less than or equal to "
              + most);
    }
    if (!NAME.matcher(name).matches()) {
      throw AwsRefusal.invalid(
          "The specified value for "
              + field
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
  }

  static void checkPath(String path) {
    if (path.length() > 512 || !PATH.matcher(path).matches()) {
      throw AwsRefusal.invalid(
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
  }
}

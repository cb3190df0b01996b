package dev.keyturn.mail;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import java.util.regex.Pattern;

/**
 * Commands for the AWS CLI. An owner can paste them into a POSIX shell, PowerShell or the Windows
 * command prompt: double quotes mean the same in all three if the text in them has nothing that one
 * of these shells expands.
 */
public final class Commands {
  private static final Pattern HARMLESS = Pattern.compile("[\\w+=,.@:/ -]*");

  /**
   * The placeholder that an owner replaces by the profile with the old key. It is not {@code
   * default}: a command that is pasted unchanged must not overwrite a key of another account.
   */
  private static final String PROFILE = " --profile YOUR_PROFILE";

  private Commands() {}

  public static String create(UserName user) {
    return "aws iam create-access-key" + of(user);
  }

  public static String switchOff(UserName user, KeyId key) {
    return "aws iam update-access-key" + of(user, key) + " --status Inactive";
  }

  public static String switchOn(UserName user, KeyId key) {
    return "aws iam update-access-key" + of(user, key) + " --status Active";
  }

  public static String delete(UserName user, KeyId key) {
    return "aws iam delete-access-key" + of(user, key);
  }

  /** Copies a file into the current directory. */
  public static String fetch(FilePlace file) {
    return "aws s3 cp %s . --region %s"
        .formatted(quoted("s3://" + file.bucket() + "/" + file.key()), file.region());
  }

  /** As {@link #fetch}, but with the key of the owner's profile. */
  public static String fetchWithProfile(FilePlace file) {
    return fetch(file) + PROFILE;
  }

  /** Lets Keyturn fetch the new key and replace the old one in the profile by it. */
  public static String exchange(FilePlace file, KeyId key) {
    return "keyturn fetch --bucket %s%s --key %s --region %s"
            .formatted(
                quoted(file.bucket()),
                file.hub().map(account -> " --hub " + account).orElse(""),
                key,
                file.region())
        + PROFILE;
  }

  private static String of(UserName user, KeyId key) {
    return of(user) + " --access-key-id " + key;
  }

  /** After a space, the CLI reads a name that begins with a dash as an option. */
  private static String of(UserName user) {
    String separator = user.value().startsWith("-") ? "=" : " ";
    return " --user-name" + separator + quoted(user.value());
  }

  private static String quoted(String argument) {
    if (!HARMLESS.matcher(argument).matches()) {
      throw new IllegalArgumentException("not safe in every shell: '" + argument + "'");
    }
    return '"' + argument + '"';
  }
}

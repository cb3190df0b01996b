package dev.keyturn.mail;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import java.util.regex.Pattern;

/**
 * Commands for the AWS CLI that an owner can paste as they are into a POSIX shell, PowerShell or
 * the Windows command prompt: double quotes mean the same in all three as long as they hold nothing
 * that any of them expands.
 */
public final class Commands {
  private static final Pattern HARMLESS = Pattern.compile("[\\w+=,.@:/ -]*");

  /**
   * What an owner replaces by the profile that holds the old key. It is not {@code default}: pasted
   * as it stands, a command must not overwrite a key of another account.
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

  /** As {@link #fetch}, with the key of the owner's profile. */
  public static String fetchWithProfile(FilePlace file) {
    return fetch(file) + PROFILE;
  }

  /** Has Keyturn fetch the key of a file and put it in the place of the old one. */
  public static String exchange(FilePlace file, KeyId key) {
    return "keyturn fetch --bucket %s --key %s --region %s"
            .formatted(quoted(file.bucket()), key, file.region())
        + PROFILE;
  }

  private static String of(UserName user, KeyId key) {
    return of(user) + " --access-key-id " + key;
  }

  /** After a space, the CLI would take a name that begins with a dash for an option. */
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

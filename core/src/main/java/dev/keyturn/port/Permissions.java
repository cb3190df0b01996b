package dev.keyturn.port;

import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import java.util.List;

/** The permissions of these credentials and of owners. */
public interface Permissions {

  /**
   * Whether these credentials may perform every effect on users, from the first step of a rotation
   * to the last. A refusal names each missing permission and its purpose; it is given only if it is
   * certain for each of the users, with all conditions and other policies. Never throws.
   */
  Answer toActOn(Intent intent);

  /**
   * Whether an owner can read the file of a new key with credentials of the owner's IAM user. A
   * refusal is given only if it is certain. Never throws.
   */
  FileAccess toFetch(UserName owner);

  /**
   * What a run is about to change.
   *
   * @param users that are due, at least one
   * @param lease the name of the lease object
   * @param trail the name of an audit object, which is written once
   */
  record Intent(List<UserName> users, String lease, String trail) {
    public Intent {
      users = List.copyOf(users);
      if (users.isEmpty()) {
        throw new IllegalArgumentException("there are no users");
      }
    }
  }
}

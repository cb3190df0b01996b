package dev.keyturn.port;

import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import java.util.List;

/** What these credentials and owners may do. */
public interface Permissions {

  /**
   * Whether these credentials may do all that it takes to act on users, from the first step of a
   * rotation to the last. A no names each permission that is missing and what it is for; it is
   * given only where it is certain for every one of the users, whatever conditions and other
   * policies there are. Never throws.
   */
  Answer toActOn(Intent intent);

  /**
   * Whether an owner can read the file of a new key with credentials of the owner's IAM user. A
   * refusal is given only where it is certain. Never throws.
   */
  FileAccess toFetch(UserName owner);

  /**
   * What a run is about to touch.
   *
   * @param users for whom something is due, at least one
   * @param lease the name of the object that is read, taken and given back
   * @param trail the name of an object that is written once
   */
  record Intent(List<UserName> users, String lease, String trail) {
    public Intent {
      users = List.copyOf(users);
      if (users.isEmpty()) {
        throw new IllegalArgumentException("nobody is to be acted on");
      }
    }
  }
}

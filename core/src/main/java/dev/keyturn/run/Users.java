package dev.keyturn.run;

import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The users of the account and their tags. All verbs ride out throttling and throw {@link
 * PortFailure}.
 */
public interface Users {

  /** Hands over every user of the account, each once, in no certain order. */
  Reading each(Consumer<Listed> sink);

  /**
   * The tags of one user, read afresh; {@link PortFailure.Kind#NOT_FOUND} if there is no such user.
   */
  Tags tags(UserName user);

  /** Sets tags, all in one call: either all are set or none. */
  void tag(UserName user, Map<String, String> tags);

  /** Removes tags, all in one call; keys that the user does not bear are no error. */
  void untag(UserName user, List<String> keys);

  /** One user of the listing. */
  record Listed(UserName user, Tags tags) {}

  /** How the users were read. */
  sealed interface Reading {
    record InBulk() implements Reading {}

    /** With calls for each user, because the bulk call was refused. */
    record OneByOne(String why) implements Reading {}
  }
}

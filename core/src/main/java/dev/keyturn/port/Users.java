package dev.keyturn.port;

import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The users of the account and their tags. All verbs ride out throttling and throw {@link
 * PortFailure}.
 */
public interface Users {

  /**
   * Hands over every user of the account with its tags, each once, in no certain order, with few
   * calls; {@link PortFailure.Kind#DENIED} or {@link PortFailure.Kind#UNSUPPORTED} where that is
   * not to be had.
   */
  void each(Consumer<Listed> sink);

  /** The names of all users, for those who then read the tags of each. */
  List<UserName> names();

  /**
   * The tags of one user, read afresh; {@link PortFailure.Kind#NOT_FOUND} if there is no such user.
   */
  Tags tags(UserName user);

  /** Sets tags, all in one call: either all are set or none. */
  void tag(UserName user, Map<String, String> tags);

  /** Removes tags, all in one call; keys that the user does not bear are no error. */
  void untag(UserName user, List<String> keys);

  /**
   * One user of the listing.
   *
   * @param created when IAM made the user; {@link Instant#EPOCH} if that was not told
   */
  record Listed(UserName user, Instant created, Tags tags) {}
}

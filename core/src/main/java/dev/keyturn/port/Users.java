package dev.keyturn.port;

import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The users of the account and their tags. All methods retry throttled calls and throw {@link
 * PortFailure}.
 */
public interface Users {

  /**
   * Passes on every user of the account with its tags, each once, in any order, with few calls;
   * {@link PortFailure.Kind#DENIED} or {@link PortFailure.Kind#UNSUPPORTED} if that is not
   * available.
   */
  void each(Consumer<Listed> sink);

  /** The names of all users, if the tags are then read user by user. */
  List<UserName> names();

  /** Reads the tags of one user; {@link PortFailure.Kind#NOT_FOUND} if there is no such user. */
  Tags tags(UserName user);

  /** Whether AWS has found a key of one user in public, by the policies attached to the user. */
  Optional<Quarantine> quarantine(UserName user);

  /**
   * The alias of the account, which people know it by; empty if it has none or it may not be read.
   * Only reports ask for it.
   */
  Optional<String> accountAlias();

  /** Sets tags, all in one call: either all are set or none. */
  void tag(UserName user, Map<String, String> tags);

  /** Removes tags, all in one call; ignores tags that the user does not have. */
  void untag(UserName user, List<String> keys);

  /**
   * One user of the listing.
   *
   * @param created when IAM made the user; {@link Instant#EPOCH} if unknown
   * @param quarantine whether AWS has found a key of the user in public
   */
  record Listed(UserName user, Instant created, Tags tags, Optional<Quarantine> quarantine) {}
}

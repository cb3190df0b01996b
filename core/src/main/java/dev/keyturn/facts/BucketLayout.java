package dev.keyturn.facts;

/**
 * Where Keyturn's objects are in the bucket. A run knows an object by its own name, such as {@code
 * state/lease.json}; only this class knows under which key that is.
 */
public sealed interface BucketLayout {
  /** The key in the bucket of an object, or of a prefix that begins with a whole folder. */
  String key(String name);

  /** The name of an object of this layout. */
  String name(String key);

  /** The bucket of one account: a key is the name. */
  record OneAccount() implements BucketLayout {
    @Override
    public String key(String name) {
      return name;
    }

    @Override
    public String name(String key) {
      return key;
    }
  }

  /**
   * The part of a hub's bucket that is an account's. The account comes after the kind, because
   * filters of lifecycle rules are prefixes.
   */
  record Member(AccountId account) implements BucketLayout {
    @Override
    public String key(String name) {
      int folder = name.indexOf('/') + 1;
      if (folder == 0) {
        throw new IllegalArgumentException("not in a folder: '" + name + "'");
      }
      return BucketPaths.ORGANIZATION
          + name.substring(0, folder)
          + account
          + "/"
          + name.substring(folder);
    }

    @Override
    public String name(String key) {
      String rest =
          key.startsWith(BucketPaths.ORGANIZATION)
              ? key.substring(BucketPaths.ORGANIZATION.length())
              : "";
      int folder = rest.indexOf('/') + 1;
      String own = account + "/";
      if (folder == 0 || !rest.startsWith(own, folder)) {
        throw new IllegalArgumentException("not an object of account " + account + ": " + key);
      }
      return rest.substring(0, folder) + rest.substring(folder + own.length());
    }
  }
}

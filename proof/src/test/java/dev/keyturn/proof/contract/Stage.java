package dev.keyturn.proof.contract;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Ports;
import java.util.Map;

/** An account for the contracts, with operations that no port has. */
interface Stage extends AutoCloseable {
  /** The bucket, which exists and is private. */
  String BUCKET = "keyturn-contract";

  /** The verified sender. */
  String SENDER = "keys@corp.example";

  Ports ports();

  /**
   * The ports of a new user whose policy is this document; without enforced policies, those of the
   * root user.
   */
  Ports portsUnder(String policyDocument);

  /** Gives the account an alias. */
  void alias(String alias);

  /** Adds a user with a new name. */
  UserName user(Map<String, String> tags);

  /** Adds a user of this name. */
  UserName user(String name, Map<String, String> tags);

  /** Adds an active key. */
  KeyId key(UserName user);

  /** Signs a request with a key. */
  void use(UserName user, KeyId key);

  /** The content of an object as a text. */
  String object(String key);

  /**
   * Puts an address on SES's suppression list; returns whether there is such a list. moto has none.
   */
  boolean suppress(String address, String reason);

  /**
   * Limits the account to this number of further mails within 24 hours, and to this rate per
   * second; returns whether SES has such limits. moto has none.
   */
  boolean quota(int left, int perSecond);

  /** Gives a user a policy; returns whether a policy simulator evaluates it. moto has none. */
  boolean policy(UserName user, String document);

  /** The number of mails that an address received. */
  long mailsTo(String address);

  @Override
  void close();
}

package dev.keyturn.proof.contract;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Ports;
import java.util.Map;

/** An account to hold the ports against, and what no port can do in it. */
interface Stage extends AutoCloseable {
  /** The bucket, which is there and private. */
  String BUCKET = "keyturn-contract";

  /** The verified sender. */
  String SENDER = "keys@corp.example";

  Ports ports();

  /**
   * The ports of a new user who may do what a policy document allows; where no policies are
   * enforced, those of the root user.
   */
  Ports portsUnder(String policyDocument);

  /** Adds a user of a name that is new in the account. */
  UserName user(Map<String, String> tags);

  /** Adds a user of this name. */
  UserName user(String name, Map<String, String> tags);

  /** Adds an active key. */
  KeyId key(UserName user);

  /** Has a key sign something. */
  void use(UserName user, KeyId key);

  /** The content of an object as a text. */
  String object(String key);

  /**
   * Puts an address on SES's suppression list; says whether there is such a list, which moto has
   * not.
   */
  boolean suppress(String address, String reason);

  /**
   * Has SES let the account send so many more mails within 24 hours, and so many a second; says
   * whether it has such limits, which moto has not.
   */
  boolean quota(int left, int perSecond);

  /** Gives a user a policy; says whether a policy simulator heeds it, which moto has not. */
  boolean policy(UserName user, String document);

  /** How many mails an address got. */
  long mailsTo(String address);

  @Override
  void close();
}

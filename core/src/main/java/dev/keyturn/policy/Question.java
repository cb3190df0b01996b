package dev.keyturn.policy;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.KeyId;

/** What to look up before a decision; {@link Evidence.Finding} is the answer. */
public sealed interface Question {
  /** Was this new key ever used, and is its file still there? */
  record OfNewKey(KeyId key) implements Question {}

  /** When was this old key last used? */
  record OfOldKey(KeyId key) implements Question {}

  /** Are mails to this address delivered? */
  record OfAddress(EmailAddress address) implements Question {}

  /** Can the owner read the file of a new key? */
  record OfAccess() implements Question {}
}

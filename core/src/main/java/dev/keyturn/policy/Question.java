package dev.keyturn.policy;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.KeyId;

/** What must be looked up before a decision can be taken; {@link Evidence.Finding} answers it. */
public sealed interface Question {
  /** Was this new key ever used, and is its file still there? */
  record OfNewKey(KeyId key) implements Question {}

  /** When was this old key last used? */
  record OfOldKey(KeyId key) implements Question {}

  /** Do mails to this address reach anybody? */
  record OfAddress(EmailAddress address) implements Question {}

  /** Can the owner read the file of a new key? */
  record OfAccess() implements Question {}
}

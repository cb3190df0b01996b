package dev.keyturn.apply;

import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.port.Account;

/** Who writes the notices to the owners of an account's keys. */
@FunctionalInterface
public interface NoticeWriters {
  /** Signs with the account, once it is known. */
  NoticeWriter noticeWriter(Account account);
}

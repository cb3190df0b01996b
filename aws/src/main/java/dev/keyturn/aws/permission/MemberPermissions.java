package dev.keyturn.aws.permission;

import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Permissions;

/**
 * The permissions of a run in a member account.
 *
 * @param member those of the session in the account, which changes users
 * @param hub those of the hub's credentials, which write objects and send mails
 */
public record MemberPermissions(Permissions member, Permissions hub) implements Permissions {
  @Override
  public Answer toActOn(Intent intent) {
    Answer inAccount = member.toActOn(intent);
    if (inAccount instanceof Answer.No) {
      return inAccount;
    }
    Answer inHub = hub.toActOn(intent);
    return inHub instanceof Answer.Yes ? inAccount : inHub;
  }

  @Override
  public FileAccess toFetch(UserName owner) {
    return member.toFetch(owner);
  }
}

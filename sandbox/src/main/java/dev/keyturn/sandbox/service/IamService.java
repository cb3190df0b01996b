package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.AwsRefusal;
import java.util.HashMap;
import java.util.Map;

/**
 * IAM on the wire; the actions stand by subject in {@link UserActions}, {@link KeyActions} and so
 * on.
 */
public final class IamService extends QueryService {
  private final Account account;

  public IamService(Account account) {
    super("iam", "https://iam.amazonaws.com/doc/2010-05-08/", actions(account));
    this.account = account;
  }

  @Override
  public Need need(Call call) {
    return new Need("iam:" + call.action(), resource(call.user()), Map.of());
  }

  /** A user's ARN needs the user's path; a user that does not exist is asked about without one. */
  private String resource(String user) {
    if (user.isEmpty()) {
      return "*";
    }
    try {
      return account.users().get(user).arn();
    } catch (AwsRefusal e) {
      return "arn:aws:iam::" + account.id() + ":user/" + user;
    }
  }

  private static Map<String, Action> actions(Account account) {
    Map<String, Action> actions = new HashMap<>();
    actions.putAll(UserActions.of(account.users()));
    actions.putAll(KeyActions.of(account.keys()));
    actions.putAll(GroupActions.of(account.groups()));
    actions.putAll(PolicyActions.of(account.users(), account.policies()));
    actions.putAll(AccountActions.of(account));
    return actions;
  }
}

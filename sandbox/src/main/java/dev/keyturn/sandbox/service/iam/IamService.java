package dev.keyturn.sandbox.service.iam;

import static dev.keyturn.sandbox.service.QueryService.form;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Need;
import dev.keyturn.sandbox.service.QueryService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public List<Need> needs(Call call, Caller caller) {
    Form form = form(call.request());
    Optional<User> user = user(call);
    return List.of(
        new Need(
            "iam:" + call.action(),
            user.map(User::arn).orElseGet(() -> resource(call, form)),
            context(form, user)));
  }

  /** The user that a call is about, by name or by the id of a key, if it exists. */
  private Optional<User> user(Call call) {
    try {
      if (call.action().equals("GetAccessKeyLastUsed")) {
        String owner = account.keys().find(call.parameter("AccessKeyId")).user();
        return Optional.of(account.users().get(owner));
      }
      return call.user().isEmpty()
          ? Optional.empty()
          : Optional.of(account.users().get(call.user()));
    } catch (AwsRefusal e) {
      return Optional.empty();
    }
  }

  /** A user's ARN needs the user's path; a user that does not exist is asked about without one. */
  private String resource(Call call, Form form) {
    String users = "arn:aws:iam::" + account.id() + ":user";
    return switch (call.action()) {
      case SimulationActions.NAME -> form.need("PolicySourceArn");
      case "ListUsers" -> users + form.text("PathPrefix").orElse("/");
      default -> call.user().isEmpty() ? "*" : users + "/" + call.user();
    };
  }

  /**
   * The tags of the user and of the request
   * (docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html).
   */
  private static Context context(Form form, Optional<User> user) {
    Context context = Context.NONE;
    for (Tag tag : user.map(found -> found.tags().all()).orElse(List.of())) {
      context =
          context
              .with("aws:ResourceTag/" + tag.key(), tag.value())
              .with("iam:ResourceTag/" + tag.key(), tag.value());
    }
    List<String> keys = new ArrayList<>(form.texts("TagKeys"));
    for (Form tag : form.forms("Tags")) {
      keys.add(tag.need("Key"));
      context = context.with("aws:RequestTag/" + tag.need("Key"), tag.text("Value").orElse(""));
    }
    return keys.isEmpty() ? context : context.with("aws:TagKeys", keys);
  }

  private static Map<String, Action> actions(Account account) {
    Map<String, Action> actions = new HashMap<>();
    actions.putAll(UserActions.of(account.users()));
    actions.putAll(KeyActions.of(account.keys()));
    actions.putAll(GroupActions.of(account.groups()));
    actions.putAll(PolicyActions.of(account.users(), account.policies()));
    actions.putAll(RoleActions.of(account.roles()));
    actions.putAll(AccountActions.of(account));
    actions.putAll(SimulationActions.of(account));
    return actions;
  }
}

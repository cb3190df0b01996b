package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.account.Users;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Paging;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** IAM's actions on users and their tags. */
final class UserActions {
  private final Users users;

  private UserActions(Users users) {
    this.users = users;
  }

  static Map<String, Action> of(Users users) {
    UserActions actions = new UserActions(users);
    return Map.of(
        "CreateUser", actions::create,
        "GetUser", actions::get,
        "DeleteUser", (form, _, _) -> users.delete(form.need("UserName")),
        "ListUsers", actions::list,
        "TagUser", (form, _, _) -> users.tag(form.need("UserName"), tags(form)),
        "UntagUser", (form, _, _) -> users.untag(form.need("UserName"), form.texts("TagKeys")),
        "ListUserTags", actions::listTags);
  }

  private void create(Form form, Caller caller, Xml xml) {
    User user = users.create(form.need("UserName"), form.text("Path").orElse("/"), tags(form));
    xml.in("User", () -> write(xml, user, true));
  }

  private void get(Form form, Caller caller, Xml xml) {
    User user = users.get(form.user(caller));
    xml.in("User", () -> write(xml, user, true));
  }

  /**
   * ListUsers leaves the tags out: IAM's listings "return a subset of the available attributes".
   */
  private void list(Form form, Caller caller, Xml xml) {
    String prefix = form.text("PathPrefix").orElse("/");
    List<User> all = users.list().stream().filter(user -> user.path().startsWith(prefix)).toList();
    Paging.Page<User> page = Paging.of(form).page(all, User::name);
    Shapes.list(xml, "Users", page.elements(), user -> write(xml, user, false));
    Shapes.truncation(xml, page.marker());
  }

  /** "The returned list of tags is sorted by tag key", says the page of ListUserTags. */
  private void listTags(Form form, Caller caller, Xml xml) {
    Paging.Page<Tag> page =
        Paging.of(form).page(users.get(form.need("UserName")).tags().all(), Tag::key);
    Shapes.list(xml, "Tags", page.elements(), tag -> Shapes.tag(xml, tag));
    Shapes.truncation(xml, page.marker());
  }

  static void write(Xml xml, User user, boolean withTags) {
    Shapes.identity(xml, user);
    if (withTags && !user.tags().all().isEmpty()) {
      List<Tag> sorted = user.tags().all().stream().sorted(Comparator.comparing(Tag::key)).toList();
      Shapes.list(xml, "Tags", sorted, tag -> Shapes.tag(xml, tag));
    }
  }

  private static List<Tag> tags(Form form) {
    List<Form> tags = form.forms("Tags");
    if (tags.size() > 50) {
      throw new AwsRefusal(
          400,
          "ValidationError",
          "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must"
              + " have length less than or equal to 50");
    }
    return tags.stream()
        .map(tag -> new Tag(tag.need("Key"), tag.text("Value").orElse("")))
        .toList();
  }
}

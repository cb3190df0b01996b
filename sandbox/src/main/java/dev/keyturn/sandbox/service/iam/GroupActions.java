package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Group;
import dev.keyturn.sandbox.account.Groups;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Paging;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.Map;

/** IAM's actions on groups and who is in them. */
final class GroupActions {
  private final Groups groups;

  private GroupActions(Groups groups) {
    this.groups = groups;
  }

  static Map<String, Action> of(Groups groups) {
    GroupActions actions = new GroupActions(groups);
    return Map.of(
        "CreateGroup", actions::create,
        "GetGroup", actions::get,
        "ListGroups", actions::list,
        "ListGroupsForUser", actions::listForUser,
        "AddUserToGroup", (form, _, _) -> groups.add(form.need("UserName"), form.need("GroupName")),
        "RemoveUserFromGroup",
            (form, _, _) -> groups.remove(form.need("UserName"), form.need("GroupName")));
  }

  private void create(Form form, Caller caller, Xml xml) {
    Group group = groups.create(form.need("GroupName"), form.text("Path").orElse("/"));
    xml.in("Group", () -> Shapes.identity(xml, group));
  }

  private void get(Form form, Caller caller, Xml xml) {
    Group group = groups.get(form.need("GroupName"));
    Paging.Page<User> page = Paging.of(form).page(groups.members(group.name()), User::name);
    xml.in("Group", () -> Shapes.identity(xml, group));
    Shapes.list(xml, "Users", page.elements(), user -> Shapes.identity(xml, user));
    Shapes.truncation(xml, page.marker());
  }

  private void list(Form form, Caller caller, Xml xml) {
    write(xml, Paging.of(form).page(groups.list(), Group::name));
  }

  private void listForUser(Form form, Caller caller, Xml xml) {
    write(xml, Paging.of(form).page(groups.of(form.need("UserName")), Group::name));
  }

  private static void write(Xml xml, Paging.Page<Group> page) {
    Shapes.list(xml, "Groups", page.elements(), group -> Shapes.identity(xml, group));
    Shapes.truncation(xml, page.marker());
  }
}

package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.AccessKeys;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Form;
import dev.keyturn.sandbox.service.Paging;
import dev.keyturn.sandbox.service.QueryService.Action;
import java.util.Map;

/** IAM's actions on access keys. */
final class KeyActions {
  private final AccessKeys keys;

  private KeyActions(AccessKeys keys) {
    this.keys = keys;
  }

  static Map<String, Action> of(AccessKeys keys) {
    KeyActions actions = new KeyActions(keys);
    return Map.of(
        "CreateAccessKey", actions::create,
        "ListAccessKeys", actions::list,
        "UpdateAccessKey", actions::update,
        "DeleteAccessKey",
            (form, caller, _) -> keys.delete(form.user(caller), form.need("AccessKeyId")),
        "GetAccessKeyLastUsed", actions::lastUsed);
  }

  private void create(Form form, Caller caller, Xml xml) {
    AccessKey key = keys.create(form.user(caller));
    xml.in(
        "AccessKey",
        () -> {
          write(xml, key);
          xml.text("SecretAccessKey", key.secret().reveal());
        });
  }

  private void list(Form form, Caller caller, Xml xml) {
    String user = form.user(caller);
    Paging.Page<AccessKey> page =
        Paging.of(form).page(keys.list(user), key -> key.created() + key.id());
    xml.text("UserName", user);
    Shapes.list(xml, "AccessKeyMetadata", page.elements(), key -> write(xml, key));
    Shapes.truncation(xml, page.marker());
  }

  private void update(Form form, Caller caller, Xml xml) {
    keys.update(
        form.user(caller), form.need("AccessKeyId"), AccessKey.Status.of(form.need("Status")));
  }

  /**
   * A key that was never used has no date, and {@code N/A} for the rest, as the page of
   * AccessKeyLastUsed has it.
   */
  private void lastUsed(Form form, Caller caller, Xml xml) {
    AccessKey key = keys.find(form.need("AccessKeyId"));
    xml.text("UserName", key.user());
    xml.in(
        "AccessKeyLastUsed",
        () -> {
          switch (key.lastUse()) {
            case LastUse.Never _ -> xml.text("ServiceName", "N/A").text("Region", "N/A");
            case LastUse.At(var time, String region, String service) ->
                xml.text("LastUsedDate", time).text("ServiceName", service).text("Region", region);
          }
        });
  }

  private static void write(Xml xml, AccessKey key) {
    xml.text("UserName", key.user())
        .text("AccessKeyId", key.id())
        .text("Status", key.status().word())
        .text("CreateDate", key.created());
  }
}

package dev.keyturn.aws.permission;

import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The condition keys of the calls that a run will make. */
public record ConditionContext(Settings settings, Intent intent, UnaryOperator<String> key) {

  /** The condition keys that every call has with exactly these values. */
  Map<String, List<String>> sure() {
    return Map.of(
        "s3:prefix", List.of(key.apply(RequiredPermissions.file(intent.users().getFirst()))),
        "ses:FromAddress", List.of(settings.sender().address().value()));
  }

  /**
   * These and the tags, with an example address for the owner's. A denial by tags is not trusted,
   * only a permission.
   */
  Map<String, List<String>> likely() {
    Map<String, List<String>> keys = new HashMap<>(sure());
    keys.put(
        "aws:ResourceTag/" + settings.addressTag(), List.of(settings.sender().address().value()));
    keys.put("aws:TagKeys", settings.recordTags());
    return keys;
  }
}

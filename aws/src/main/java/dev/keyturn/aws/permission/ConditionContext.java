package dev.keyturn.aws.permission;

import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The condition keys that are known of the calls to come. */
public record ConditionContext(Settings settings, Intent intent) {

  /** Those that every call of the kind has, with these very values. */
  Map<String, List<String>> sure() {
    return Map.of(
        "s3:prefix", List.of(RequiredPermissions.file(intent.users().getFirst())),
        "ses:FromAddress", List.of(settings.sender().value()));
  }

  /**
   * Those and the tags: any address stands for the owner's. The simulator is not relied upon to
   * deny rightly by tags, only to allow.
   */
  Map<String, List<String>> likely() {
    Map<String, List<String>> keys = new HashMap<>(sure());
    keys.put("aws:ResourceTag/" + settings.addressTag(), List.of(settings.sender().value()));
    keys.put("aws:TagKeys", settings.recordTags());
    return keys;
  }
}

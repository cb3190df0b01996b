package dev.keyturn.apply;

import dev.keyturn.event.Effect;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.GoneFrom;
import dev.keyturn.policy.Decision.GraceAnew;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.OffFrom;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.port.HandOver;

/**
 * What a run finds done that an earlier one did: a process that is killed takes the last lines of
 * its audit trail with it, so that the run which goes on notes them again, as found.
 */
final class Resumed {
  private Resumed() {}

  static void note(AuditedEffects steps, Facts facts, Due due) {
    UserName user = facts.user();
    switch (due) {
      case Rotate rotate -> {
        switch (rotate.stage()) {
          case Stage.Begin _, Stage.Make _ -> {}
          case Stage.Replace replace -> steps.found(user, Effect.CREATE_KEY, replace.orphan(), "");
          case Stage.Announce announce -> handedOver(steps, user, announce.newKey());
          case Stage.Tell tell -> handedOver(steps, user, tell.newKey());
        }
      }
      case Deactivate deactivate -> {
        switch (deactivate.from()) {
          case OffFrom.SWITCHING_OFF, OffFrom.RECORDING -> {}
          case OffFrom.TELLING -> steps.found(user, Effect.DEACTIVATE_KEY, deactivate.oldKey(), "");
        }
      }
      case Delete delete -> {
        switch (delete.from()) {
          case GoneFrom.DELETING -> {}
          case GoneFrom.TELLING ->
              steps.found(user, Effect.DELETE_KEY, delete.record().oldKey(), "");
        }
      }
      case Warn _, GraceAnew _, Clear _, Hold _ -> {}
    }
  }

  private static void handedOver(AuditedEffects steps, UserName user, KeyId newKey) {
    steps.found(user, Effect.CREATE_KEY, newKey, "");
    steps.found(user, Effect.STORE_FILE, newKey, HandOver.objectKey(user, newKey));
  }
}

package dev.keyturn.apply;

import dev.keyturn.event.Effect;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;

/**
 * Notes the effects of an earlier run as found: a killed process loses the last lines of its audit
 * trail, so the run that resumes its work writes them.
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
          case Stage.Notify notify -> handedOver(steps, user, notify.newKey());
        }
      }
      case Deactivate deactivate -> {
        switch (deactivate.from()) {
          case DeactivationStep.DEACTIVATING, DeactivationStep.RECORDING -> {}
          case DeactivationStep.NOTIFYING ->
              steps.found(user, Effect.DEACTIVATE_KEY, deactivate.oldKey(), "");
        }
      }
      case Delete delete -> {
        switch (delete.from()) {
          case DeletionStep.DELETING -> {}
          case DeletionStep.NOTIFYING ->
              steps.found(user, Effect.DELETE_KEY, delete.record().oldKey(), "");
        }
      }
      case Warn _, RestartGrace _, Clear _, Hold _ -> {}
    }
  }

  private static void handedOver(AuditedEffects steps, UserName user, KeyId newKey) {
    steps.found(user, Effect.CREATE_KEY, newKey, "");
    steps.found(user, Effect.STORE_FILE, newKey, steps.fileName(user, newKey));
  }
}

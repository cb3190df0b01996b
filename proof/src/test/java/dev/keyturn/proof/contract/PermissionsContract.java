package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.port.Ports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

interface PermissionsContract extends Contract {
  private Answer answer(Ports ports) {
    UserName user = stage().user(Map.of("email", "a@corp.example"));
    return ports
        .permissions()
        .toActOn(new Intent(List.of(user), "state/lease.json", "audit/2026-11-22/1.jsonl"));
  }

  @Test
  default void aUserWithoutPoliciesIsUnclear() {
    assertThat(answer(stage().ports())).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  default void aUserWithAllPermissionsIsNeverRefused() {
    Ports all =
        stage()
            .portsUnder(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
                """);
    assertThat(answer(all)).isNotInstanceOf(Answer.No.class);
  }

  @Test
  default void aUserWhoMayNotAskIsUnclear() {
    Ports none =
        stage()
            .portsUnder(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
                """);
    assertThat(answer(none)).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  default void anOwnerIsRefusedOnlyWhereNoPolicyAllowsToRead() {
    UserName without = stage().user(Map.of("email", "a@corp.example"));
    UserName allowed = stage().user(Map.of("email", "a@corp.example"));
    UserName denied = stage().user(Map.of("email", "a@corp.example"));
    if (stage().policy(allowed, policy("Allow")) && stage().policy(denied, policy("Deny"))) {
      assertThat(access(allowed)).isInstanceOf(FileAccess.Granted.class);
      assertThat(access(denied)).isInstanceOf(FileAccess.Refused.class);
      assertThat(access(without)).isInstanceOf(FileAccess.Refused.class);
      assertThat(access(new UserName("no-user-of-this-name")))
          .isInstanceOf(FileAccess.Unknown.class);
    } else {
      assertThat(access(without)).isInstanceOf(FileAccess.Unknown.class);
    }
  }

  @Test
  default void anOwnerOfWhomNothingMayBeAskedIsUnknown() {
    Ports none =
        stage()
            .portsUnder(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
                """);
    UserName without = stage().user(Map.of("email", "a@corp.example"));
    if (stage().policy(without, policy("Deny"))) {
      assertThat(none.permissions().toFetch(without)).isInstanceOf(FileAccess.Unknown.class);
    }
  }

  private FileAccess access(UserName owner) {
    return stage().ports().permissions().toFetch(owner);
  }

  private static String policy(String effect) {
    return """
    {"Version": "2012-10-17",
     "Statement": [{"Effect": "%s", "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::%s/credential/${aws:username}/*"}]}
    """
        .formatted(effect, Stage.BUCKET);
  }
}

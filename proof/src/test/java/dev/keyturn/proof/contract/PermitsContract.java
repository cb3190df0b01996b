package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.policy.UserName;
import dev.keyturn.run.Answer;
import dev.keyturn.run.Permits.Intent;
import dev.keyturn.run.Ports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

interface PermitsContract extends Contract {
  private Answer answer(Ports ports) {
    UserName user = stage().user(Map.of("email", "a@corp.example"));
    return ports
        .permits()
        .toActOn(new Intent(List.of(user), "state/lease.json", "audit/2026-11-22/1.jsonl"));
  }

  @Test
  default void whoeverHasNoPoliciesOfTheirOwnIsLeftUnclear() {
    assertThat(answer(stage().ports())).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  default void whoeverMayDoAllIsNeverRefused() {
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
  default void whoeverMayNotAskIsLeftUnclear() {
    Ports none =
        stage()
            .portsUnder(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
                """);
    assertThat(answer(none)).isInstanceOf(Answer.Unclear.class);
  }
}

package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Object names are public interface: policies, lifecycle rules and owners' scripts hold them. */
class BucketPathsTest {
  private static final UserName ALICE = new UserName("alice");
  private static final KeyId KEY = new KeyId("AKIAIOSFODNN7EXAMPLE");

  @Test
  void anOwnersFileIsInTheOwnersFolder() {
    assertThat(BucketPaths.folder("alice")).isEqualTo("credential/alice/");
    assertThat(BucketPaths.file(ALICE, KEY, Delivery.OWNER))
        .isEqualTo("credential/alice/alice_AKIAIOSFODNN7EXAMPLE.csv");
  }

  @Test
  void anAdministratorsFileIsInNoOwnersFolder() {
    assertThat(BucketPaths.file(ALICE, KEY, Delivery.ADMINISTRATOR))
        .isEqualTo("credential/!administrators/alice_AKIAIOSFODNN7EXAMPLE.csv");
    assertThatIllegalArgumentException().isThrownBy(() -> new UserName("!administrators"));
  }

  @Test
  void namesDoNotChange() {
    assertThat(
            new String[] {
              BucketPaths.LEASE,
              BucketPaths.LEDGER,
              BucketPaths.NOTES,
              BucketPaths.REMINDERS,
              BucketPaths.CONTROLS,
              BucketPaths.CURRENT_RUN,
              BucketPaths.REACHED_ACCOUNTS,
              BucketPaths.AUDIT,
              BucketPaths.REPORTS
            })
        .containsExactly(
            "state/lease.json",
            "state/ledger.txt",
            "state/notes.txt",
            "state/reminders.txt",
            "state/controls.txt",
            "org/runs/current.txt",
            "org/runs/reached.txt",
            "audit/",
            "reports/");
  }
}

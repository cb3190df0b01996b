package dev.keyturn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.policy.Decision.Hold;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands name objects where they are, also in the bucket of an organization. */
class SetupTest {
  private static final Setup MEMBER =
      new Setup(
          "email",
          "corp-keys",
          new BucketLayout.Member(new AccountId("111122223333")),
          "eu-west-1",
          List.of("date", "old"));

  @Test
  void inAnOrganizationCommandsNameTheFolderOfTheAccount() {
    Given user = Given.alice().active(Given.OLD, 72);
    assertThat(MEMBER.fetch(user.facts().user(), Given.NEW))
        .isEqualTo(
            "aws s3 cp 's3://corp-keys/org/credential/111122223333/!administrators/alice_%s.csv' ."
                .formatted(Given.NEW));
    assertThat(advice(user, Reason.Hold.FILE_UNPROVEN))
        .contains("aws s3 rm s3://corp-keys/org/credential/111122223333/alice/alice_" + Given.OLD);
    assertThat(advice(user, Reason.Hold.CANNOT_FETCH))
        .contains("s3:GetObject on org/credential/111122223333/alice/*");
    assertThat(advice(user, Reason.Hold.NOTES_UNREADABLE))
        .contains("s3:PutObject on org/state/111122223333/*");
  }

  private static String advice(Given user, Reason.Hold reason) {
    return Remedies.mend(user.facts(), new Hold(reason), Given.TODAY, MEMBER).toString();
  }
}

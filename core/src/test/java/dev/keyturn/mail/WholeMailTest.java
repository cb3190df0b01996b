package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.template.SampleDigests;
import dev.keyturn.mail.template.Samples;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import org.junit.jupiter.api.Test;

/** Some mails in full, so that a reviewer sees each change of the text. */
class WholeMailTest {
  private final TemplateMailWriter noticeWriter =
      new TemplateMailWriter(Templates.standard(), Samples.SIGNED);

  @Test
  void writesTheWholeWarning() {
    Mail mail = write(Kind.WARNED);
    assertThat(mail.subject())
        .isEqualTo("[keyturn] before 2026-12-01, alice: replace your AWS access key (9 days left)");
    assertThat(mail.text())
        .isEqualTo(
            """
            Please replace your AWS access key before Tuesday, 1 December 2026
            (2026-12-01, 9 days left).

              User      alice
              Account   123456789012
              Key       AKIAIOSFODNN7EXAMPLE
              Made on   2026-10-01 (52 days ago)
              Last use  2026-11-20 (2 days ago), service s3, region eu-central-1

            If you do nothing, Keyturn makes a new key for you on or after 2026-12-01
            and mails you where to fetch it. The old key keeps working for some days
            after that.

            REPLACE IT YOURSELF

            1. Make a new key. Its secret is shown only once:

                aws iam create-access-key --user-name "alice"

            2. Enter it wherever AKIAIOSFODNN7EXAMPLE is used: programs, build servers,
               your own computer. YOUR_PROFILE stands for the AWS CLI profile that holds
               that key:

                aws configure --profile YOUR_PROFILE
                aws configure get aws_access_key_id --profile YOUR_PROFILE
                aws sts get-caller-identity --profile YOUR_PROFILE

            The second line must print the new id, not AKIAIOSFODNN7EXAMPLE. The third
            must print your user.

            3. Switch the old key off. You can switch it on again:

                aws iam update-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive

            4. Some days later, delete it:

                aws iam delete-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE

            Or use the AWS console:

                https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials

            NO LONGER NEEDED?

            Then only switch it off and delete it.

            ----

            As of Sunday, 22 November 2026 (2026-11-22). All dates are in UTC.

            Questions? Answer this mail or write to cloud-team@corp.example.

            Keyturn never mails a secret and never asks for one. If a mail does, it is
            not from us.

            Sent by Keyturn (keyturn), which rotates the access keys of AWS account
            123456789012.
            """);
  }

  @Test
  void writesTheWholeMailAboutAReplacement() {
    Mail mail = write(Kind.REPLACED);
    assertThat(mail.subject())
        .isEqualTo(
            "[keyturn] before 2026-12-02, alice: fetch your new AWS access key (10 days left)");
    assertThat(mail.text())
        .isEqualTo(
            """
            On 2 December everything that still uses AKIAIOSFODNN7EXAMPLE stops working.
            Your new key AKIAI44QH8DHBEXAMPLE waits for you. The old one is switched off
            on or after Wednesday, 2 December 2026 (2026-12-02, 10 days left).

              User      alice
              Account   123456789012
              New key   AKIAI44QH8DHBEXAMPLE
              Last use  never used

              Old key   AKIAIOSFODNN7EXAMPLE
              Made on   2026-10-01 (52 days ago)
              Last use  2026-11-20 (2 days ago), service s3, region eu-central-1

            WHAT TO DO NOW

            YOUR_PROFILE stands for the AWS CLI profile that holds AKIAIOSFODNN7EXAMPLE.

            1. Download the new key's file. This works while the old key does:

                aws s3 cp "s3://corp-credentials/credential/alice/alice_AKIAI44QH8DHBEXAMPLE.csv" . --region eu-central-1 --profile YOUR_PROFILE

            Or in the AWS console:

                https://eu-central-1.console.aws.amazon.com/s3/object/corp-credentials?region=eu-central-1&prefix=credential/alice/alice_AKIAI44QH8DHBEXAMPLE.csv

            S3 removes the file on 2026-12-13.

            2. Enter the new key, and check it:

                aws configure --profile YOUR_PROFILE
                aws configure get aws_access_key_id --profile YOUR_PROFILE
                aws sts get-caller-identity --profile YOUR_PROFILE

            The second line must print AKIAI44QH8DHBEXAMPLE, the third your user. Then
            delete your copy of the file.

            3. Change programs and build servers, too. Then switch the old key off:

                aws iam update-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive

            WITH KEYTURN ON YOUR COMPUTER

            This does steps 1 and 2:

                keyturn fetch --bucket "corp-credentials" --key AKIAI44QH8DHBEXAMPLE --region eu-central-1 --profile YOUR_PROFILE

            ----

            As of Sunday, 22 November 2026 (2026-11-22). All dates are in UTC.

            Questions? Answer this mail or write to cloud-team@corp.example.

            Keyturn never mails a secret and never asks for one. If a mail does, it is
            not from us.

            Sent by Keyturn (keyturn), which rotates the access keys of AWS account
            123456789012.
            """);
  }

  @Test
  void writesTheWholeDigest() {
    Mail mail =
        noticeWriter.write(
            new EmailAddress("cloud-team@corp.example"),
            SampleDigests.all().getLast(),
            Samples.TODAY);
    assertThat(mail.subject())
        .isEqualTo("[keyturn] 2026-11-22: 3 held until an administrator acts");
    assertThat(mail.text())
        .isEqualTo(
            """
            Keyturn checked AWS account 123456789012 on Sunday, 22 November 2026
            (2026-11-22): 3 held until an administrator acts.

            HELD UNTIL AN ADMINISTRATOR ACTS: 3

            - heidi: the new key is inactive and the old one is active. To end the hold:

                keyturn mend heidi

            Clears the record: the old key counts as the user's own again.

            - ivan: the address tag holds no address: 'ask the ops team'. Set the tag
              with the address:

                aws iam tag-user --user-name ivan --tags Key=email,Value=ADDRESS

            - judy: several keys could be the new one. Find out with the owner which of
              them is not used, and delete it.

            Their keys are not changed meanwhile. To skip a user on purpose, set an
            exemption.

            OVERDUE, AND NEVER REPLACED: 2

            - kim: AKIAKIMOLD7EXAMPLE, 214 days old: both keys are active, so there is
              no room for a new one
            - liam: a key at least 90 days old: the user has no address tag

            No run replaces these keys until the cause after the colon is removed.

            IN NUMBERS

              Users                5000, 4100 of them managed
              Warned today         61
              Held or exempt       5, nothing to do for now
              AWS calls            131, in 9.4 s

            ----

            As of Sunday, 22 November 2026 (2026-11-22). All dates are in UTC.

            You get this mail because something happened or failed; on a quiet day there
            is none. It goes to ADMIN_EMAIL.

            Keyturn never mails a secret and never asks for one. If a mail does, it is
            not from us.

            Sent by Keyturn (keyturn), which rotates the access keys of AWS account
            123456789012.
            """);
  }

  private Mail write(Kind kind) {
    Notice notice =
        Samples.notices().stream()
            .filter(sample -> Kind.of(sample) == kind)
            .findFirst()
            .orElseThrow();
    return noticeWriter.write(new EmailAddress("alice@corp.example"), notice, Samples.TODAY);
  }
}

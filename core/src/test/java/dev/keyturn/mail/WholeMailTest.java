package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.template.SampleDigests;
import dev.keyturn.mail.template.Samples;
import dev.keyturn.mail.template.TemplateMailroom;
import dev.keyturn.mail.template.Templates;
import org.junit.jupiter.api.Test;

/** Some mails in full, so that a change of words is seen by a reader before an owner sees it. */
class WholeMailTest {
  private final TemplateMailroom mailroom =
      new TemplateMailroom(Templates.standard(), Samples.SIGNED);

  @Test
  void warnsInTheseWords() {
    Mail mail = write(Kind.WARNED);
    assertThat(mail.subject())
        .isEqualTo("[keyturn] before 2026-12-01, alice: replace your AWS access key (9 days left)");
    assertThat(mail.text())
        .isEqualTo(
            """
            Your AWS access key AKIAIOSFODNN7EXAMPLE is 52 days old. Please replace it
            before Tuesday, 1 December 2026 (2026-12-01, 9 days left).

              User      alice
              Account   123456789012
              Key       AKIAIOSFODNN7EXAMPLE
              Made on   2026-10-01 (52 days ago)
              Last use  2026-11-20 (2 days ago), service s3, region eu-central-1

            If you do nothing, Keyturn makes a new key for you on or after 2026-12-01
            and mails you where to fetch it. The old key goes on working for some days
            after that. If you may not make keys yourself, just wait for that mail.

            REPLACE IT YOURSELF

            1. Make a new key. Its secret is shown only once:

                aws iam create-access-key --user-name "alice"

            2. Put the new key wherever the old one is in use: your own computer,
               programs, build servers. On a computer with the AWS CLI, enter it and
               check that it works:

                aws configure --profile default
                aws sts get-caller-identity --profile default

            If you use another profile, put its name for "default".

            3. Switch the old key off. You can switch it on again if something breaks:

                aws iam update-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive

            4. After some days without trouble, delete it:

                aws iam delete-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE

            Or do all of this in the AWS console:

                https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials

            NOBODY NEEDS THIS KEY?

            Then there is nothing to replace. Switch it off (step 3) and later delete it
            (step 4).

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
  void tellsOfTheReplacementInTheseWords() {
    Mail mail = write(Kind.REPLACED);
    assertThat(mail.subject())
        .isEqualTo(
            "[keyturn] before 2026-12-02, alice: fetch your new AWS access key (10 days left)");
    assertThat(mail.text())
        .isEqualTo(
            """
            A new AWS access key waits for you: AKIAI44QH8DHBEXAMPLE. It replaces
            AKIAIOSFODNN7EXAMPLE, which is 52 days old and is switched off on or after
            Wednesday, 2 December 2026 (2026-12-02, 10 days left).

              User      alice
              Account   123456789012
              New key   AKIAI44QH8DHBEXAMPLE
              Last use  never used

              Old key   AKIAIOSFODNN7EXAMPLE
              Made on   2026-10-01 (52 days ago)
              Last use  2026-11-20 (2 days ago), service s3, region eu-central-1

            WHAT TO DO NOW

            1. Fetch the file with the new key. With the old key this works only while
               the old key is active:

                aws s3 cp "s3://corp-credentials/credential/alice/alice_AKIAI44QH8DHBEXAMPLE.csv" . --region eu-central-1

            Or, if you have Keyturn on your computer, let it do steps 1 and 2 there. It
            fetches the new key, tries it, and puts it in place of the old one in your
            AWS credentials file:

                keyturn fetch --bucket "corp-credentials" --key AKIAI44QH8DHBEXAMPLE --region eu-central-1 --profile default

            Or sign in to the AWS console and download it there:

                https://eu-central-1.console.aws.amazon.com/s3/object/corp-credentials?region=eu-central-1&prefix=credential/alice/alice_AKIAI44QH8DHBEXAMPLE.csv

            S3 removes the file on Sunday, 13 December 2026 (2026-12-13, 21 days left).

            2. Put the new key wherever the old one is in use: your own computer,
               programs, build servers. It is in the columns AccessKeyId and
               SecretAccessKey of alice_AKIAI44QH8DHBEXAMPLE.csv. On a computer with the
               AWS CLI, enter it and check that it works:

                aws configure --profile default
                aws sts get-caller-identity --profile default

            If you use another profile, put its name for "default". Then delete your
            copy of the file.

            3. Switch the old key off, or leave that to Keyturn. You can switch it on
               again if something breaks:

                aws iam update-access-key --user-name "alice" --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive

            WHAT HAPPENS NEXT

            On or after 2026-12-02 Keyturn switches the old key off, if you have not,
            and some days later deletes it. You get a mail each time.

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
  void tellsAdministratorsInTheseWords() {
    Mail mail =
        mailroom.write(
            new EmailAddress("cloud-team@corp.example"),
            SampleDigests.all().getLast(),
            Samples.TODAY);
    assertThat(mail.subject()).isEqualTo("[keyturn] 2026-11-22: 3 held until somebody acts");
    assertThat(mail.text())
        .isEqualTo(
            """
            Keyturn looked after AWS account 123456789012 on Sunday, 22 November 2026
            (2026-11-22): 3 held until somebody acts.

            HELD UNTIL SOMEBODY ACTS: 3

            - heidi: the new key is off and the old one is on. To free them:

                keyturn mend heidi

            Clears the record: the old key counts as the user's own again.

            - ivan: the address tag holds no address: 'ask the ops team'. Set the tag
              that holds it:

                aws iam tag-user --user-name ivan --tags Key=email,Value=ADDRESS

            - judy: several keys could be the new one. Find out with the owner which of
              them nobody has, and delete it.

            Their keys are not touched meanwhile. To leave somebody alone on purpose,
            exempt them.

            OVERDUE, AND NEVER REPLACED: 2

            - kim: AKIAKIMOLD7EXAMPLE, 214 days old: both keys are active, so there is
              no room for a new one
            - liam: a key at least 90 days old: the user bears no address tag

            No run replaces these keys until somebody changes what stands after the
            colon.

            IN NUMBERS

              Users                5000, 4100 of them looked after
              Warned today         61
              Held or exempt       5, with nothing to be done for now
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
    return mailroom.write(new EmailAddress("alice@corp.example"), notice, Samples.TODAY);
  }
}

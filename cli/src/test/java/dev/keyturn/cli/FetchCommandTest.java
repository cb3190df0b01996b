package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.CannotBegin;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An owner fetches the key that a run has just made, over HTTP, with the owners' policy enforced.
 */
class FetchCommandTest {
  private static final String BACKUP = ".aws/credentials.bak-2026-11-23T080910Z";

  @TempDir private Path home;
  private OwnersMachine machine;

  @BeforeEach
  void rotated() throws IOException, CannotBegin {
    machine = OwnersMachine.open(home);
  }

  @AfterEach
  void close() {
    assertThat(machine.said())
        .doesNotContain(machine.old.secret().reveal(), machine.fresh.secret().reveal());
    machine.close();
  }

  private int fetch(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--bucket";
    args[1] = OwnersMachine.BUCKET;
    System.arraycopy(more, 0, args, 2, more.length);
    return machine.fetch(args);
  }

  @Test
  void theNewKeyTakesThePlaceOfTheOldOneAndBothWork() throws Exception {
    Path file = machine.credentials();
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(Files.readString(file)).isEqualTo(OwnersMachine.profile("default", machine.fresh));
    assertThat(Files.readString(home.resolve(BACKUP)))
        .isEqualTo(OwnersMachine.profile("default", machine.old));
    assertThat(machine.err()).isEmpty();
    assertThat(machine.whose(machine.fresh)).endsWith(":user/staff/alice");
    assertThat(machine.whose(machine.old)).endsWith(":user/staff/alice");
  }

  @Test
  void theLineOfTheMailDoesItWithTheProfileOfTheOwner() throws Exception {
    Path file = machine.credentials();
    String line =
        machine.mail().lines().filter(one -> one.contains("keyturn fetch")).findFirst().orElse("");
    String[] words =
        line.strip().replace("\"", "").replace("YOUR_PROFILE", "default").split(" ", -1);
    assertThat(words).startsWith("keyturn", "fetch");
    assertThat(machine.fetch(Arrays.copyOfRange(words, 2, words.length)))
        .isEqualTo(ExitStatus.DONE);
    assertThat(file).content().isEqualTo(OwnersMachine.profile("default", machine.fresh));
  }

  /** What the sandbox enforces here is what an installation ships. */
  @Test
  void ownersNeedNoMoreThanTheShippedPolicy() throws IOException {
    String template = Files.readString(Path.of("..", "deploy", "template.yaml"));
    String policy =
        template.substring(template.indexOf("  OwnersPolicy:"), template.indexOf("  OwnersGroup:"));
    assertThat(policy.lines().map(String::strip).filter(line -> line.startsWith("Action: ")))
        .containsExactly("Action: s3:ListBucket", "Action: s3:GetObject");
    assertThat(policy)
        .contains("s3:prefix: !Sub", "- ${Folder}/${!aws:username}/*", "- Folder: credential")
        .contains("/credential/${!aws:username}/*");
  }

  @Test
  void saysWhatWasDoneAndWhatIsLeftToDo() throws Exception {
    machine.file(
        ".aws/credentials",
        OwnersMachine.profile("default", machine.old) + OwnersMachine.profile("ci", machine.old));
    machine.with("AWS_ACCESS_KEY_ID", machine.old.id());
    fetch();
    assertThat(machine.out())
        .contains("User      alice, account 123456789012")
        .contains("Old key   " + machine.old.id() + ", profile default in ")
        .contains("New key   " + machine.fresh.id() + ", from s3://corp-keyturn/credential/alice/")
        .contains("goes into lines 2 and 3")
        .contains("The new key works")
        .contains("Done: profile default holds the new key " + machine.fresh.id())
        .contains(home.resolve(BACKUP).toString())
        .contains("hold the old key, too: ci.")
        .contains("AWS_ACCESS_KEY_ID is set to the old key")
        .contains("--access-key-id " + machine.old.id() + " --status Inactive")
        .contains("delete that copy: it holds secrets")
        .contains("The mail says when and where it was used last.");
  }

  @Test
  void tellsWhereTheOldKeyWasUsedLastToThoseWhoMayKnow() throws Exception {
    machine.credentials();
    machine.allow(
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["iam:*", "s3:*"], "Resource": "*"}]}
        """);
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out())
        .contains("IAM saw it last on ")
        .contains("(this command uses it, too)");
  }

  @Test
  void asksOnATerminalBeforeTheNewKeyIsUsedForTheFirstTime() throws Exception {
    Path file = machine.credentials();
    machine.answering("no");
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out()).endsWith("Nothing was changed.\n");
    assertThat(machine.err()).contains("Replace it? [y/N]");
    assertUntouched(file);
    assertThat(fetch("--yes")).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out()).contains("Done: ");
  }

  @Test
  void aDryRunShowsEverythingAndUsesAndWritesNothing() throws Exception {
    Path file = machine.credentials();
    assertThat(fetch("--dry-run")).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out()).contains(machine.fresh.id()).contains("this is a dry run");
    assertUntouched(file);
  }

  private void assertUntouched(Path file) throws IOException {
    assertThat(Files.readString(file)).isEqualTo(OwnersMachine.profile("default", machine.old));
    assertThat(home.resolve(BACKUP)).doesNotExist();
    assertThat(machine.keys().getLast().lastUse()).isEqualTo(new LastUse.Never());
  }

  @Test
  void aSecondTimeThereIsNothingToDo() throws Exception {
    machine.credentials();
    fetch();
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(fetch("--key", machine.fresh.id())).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out()).contains("holds the new key " + machine.fresh.id() + " already");
    try (var files = Files.list(home.resolve(".aws"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void waitsForAKeyThatIsNotKnownEverywhereYet() throws Exception {
    Path file = machine.credentials();
    machine.sandbox().account().keys().update("alice", machine.fresh.id(), Status.INACTIVE);
    machine.meanwhile(
        () ->
            machine.sandbox().account().keys().update("alice", machine.fresh.id(), Status.ACTIVE));
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(machine.out()).contains("Trying for up to a minute");
    assertThat(file).content().isEqualTo(OwnersMachine.profile("default", machine.fresh));
  }

  @Test
  void aLinkStaysALinkAndTheFileBehindItIsReplaced() throws Exception {
    Path behind = machine.file("dotfiles/aws", OwnersMachine.profile("default", machine.old));
    Files.createDirectories(home.resolve(".aws"));
    Path link = Files.createSymbolicLink(home.resolve(".aws/credentials"), behind);
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(link).isSymbolicLink();
    assertThat(behind).content().isEqualTo(OwnersMachine.profile("default", machine.fresh));
    assertThat(home.resolve("dotfiles/aws.bak-2026-11-23T080910Z")).exists();
  }

  @Test
  void aFileThatOthersCanReadGetsAWarning() throws Exception {
    Path file = machine.credentials();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(fetch("--dry-run")).isEqualTo(ExitStatus.DONE);
    assertThat(machine.err())
        .isEqualTo(
            "keyturn: warning: other users of this machine can read %1$s, and the new key will be in it. Unless they have to: chmod 600 '%1$s'%n"
                .formatted(file.toRealPath()));
  }

  @Test
  void aKeyInTheConfigFileIsReplacedThere() throws Exception {
    Path config =
        machine.file(
            ".aws/config",
            "[default]\nregion = eu-west-1\n" + OwnersMachine.profile("profile work", machine.old));
    machine.file(".aws/credentials", "[other]\n");
    assertThat(fetch("--profile", "work")).isEqualTo(ExitStatus.DONE);
    assertThat(Files.readString(config, UTF_8))
        .isEqualTo(
            "[default]\nregion = eu-west-1\n"
                + OwnersMachine.profile("profile work", machine.fresh));
  }

  @Test
  void theProfileIsTheOneThatIsNamedElseThatOfTheEnvironment() throws Exception {
    Path file =
        machine.file(
            "elsewhere",
            OwnersMachine.profile("a", machine.old) + OwnersMachine.profile("b", machine.old));
    machine.with("AWS_SHARED_CREDENTIALS_FILE", file.toString()).with("AWS_PROFILE", "a");
    assertThat(fetch("--profile", "b")).isEqualTo(ExitStatus.DONE);
    assertThat(file)
        .content()
        .isEqualTo(
            OwnersMachine.profile("a", machine.old) + OwnersMachine.profile("b", machine.fresh));
    assertThat(fetch()).isEqualTo(ExitStatus.DONE);
    assertThat(file)
        .content()
        .isEqualTo(
            OwnersMachine.profile("a", machine.fresh) + OwnersMachine.profile("b", machine.fresh));
  }

  /** AWS's recommended policy for users that sign in with MFA: long-term keys are denied, too. */
  private static final String NOTHING_WITHOUT_MFA =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": ["sts:GetSessionToken"], "Resource": "*",
         "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}]}
      """;

  @Test
  void anMfaCodeBeginsASessionThatMayFetchWhereTheKeyAloneMayNot() throws Exception {
    Path file = machine.credentials();
    machine.allow(NOTHING_WITHOUT_MFA);
    assertThat(fetch("--key", machine.fresh.id())).isEqualTo(ExitStatus.CANNOT_BEGIN);
    assertThat(machine.err()).contains("If your account asks for MFA", "--mfa-code");
    assertUntouched(file);
    assertThat(fetch("--mfa-code", "123456")).as(machine.said()).isEqualTo(ExitStatus.DONE);
    assertThat(file).content().isEqualTo(OwnersMachine.profile("default", machine.fresh));
  }

  @Test
  void theProfilesMfaDeviceIsAskedForOnATerminal() throws Exception {
    String device = "mfa_serial = arn:aws:iam::123456789012:mfa/phone\n";
    Path file =
        machine.file(".aws/credentials", OwnersMachine.profile("default", machine.old) + device);
    machine.allow(NOTHING_WITHOUT_MFA);
    machine.answering("123456\nyes");
    assertThat(fetch()).as(machine.said()).isEqualTo(ExitStatus.DONE);
    assertThat(machine.err()).contains("MFA code of arn:aws:iam::123456789012:mfa/phone");
    assertThat(file).content().isEqualTo(OwnersMachine.profile("default", machine.fresh) + device);
  }
}

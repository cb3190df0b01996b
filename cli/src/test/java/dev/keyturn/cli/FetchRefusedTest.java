package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keyturn.port.CannotBegin;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.objects.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If no key can be put in place, nothing is changed, and the owner is told what to do. */
class FetchRefusedTest {
  private static final String BUCKET = OwnersMachine.BUCKET;
  private static final String NOTHING_OF_IT =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}
      """;

  @TempDir private Path home;
  private OwnersMachine machine;

  @BeforeEach
  void rotated() throws IOException, CannotBegin {
    machine = OwnersMachine.open(home);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** Fetches, and checks that nothing was changed and no secret was printed. */
  private void refusedWith(String[] args, String... said) throws IOException {
    Map<Path, String> before = files();
    assertThat(machine.fetch(args)).as(machine.said()).isEqualTo(ExitStatus.CANNOT_BEGIN);
    assertThat(machine.err())
        .startsWith("keyturn: the new key was not put in place; nothing was changed.\n  ")
        .contains(said);
    assertThat(files()).isEqualTo(before);
    assertThat(machine.said())
        .doesNotContain(machine.old.secret().reveal(), machine.fresh.secret().reveal());
  }

  private void refused(String... said) throws IOException {
    refusedWith(new String[] {"--bucket", BUCKET}, said);
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void aProfileThatDoesNotExist() throws IOException {
    refused("no profile default with an access key", "'aws configure list-profiles'");
    machine.credentials();
    refusedWith(
        new String[] {"--bucket", BUCKET, "--profile", "work"}, "no profile work", "credentials");
  }

  @Test
  void credentialsOfTheEnvironmentAlone() throws IOException {
    machine.with("AWS_ACCESS_KEY_ID", machine.old.id());
    refused("a key in the environment can only be replaced where it is set", "aws s3 cp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sso_session = corp|signs in through IAM Identity Center",
        "sso_start_url = https://corp.example|signs in through IAM Identity Center",
        "login_session = x|signs in by 'aws login'",
        "credential_process = /bin/get|gets its credentials from a program",
        "web_identity_token_file = /run/token|takes on a role by a token",
        "credential_source = Ec2InstanceMetadata|by this machine's own",
        "source_profile = base|Run this again with --profile base",
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE|aws_secret_access_key is missing",
        "aws_secret_access_key = x|aws_access_key_id is missing",
      })
  void aProfileWithoutAKeyOfItsOwn(String setting, String said) throws IOException {
    machine.file(".aws/config", "[profile work]\nregion = eu-west-1\n" + setting + "\n");
    refusedWith(new String[] {"--bucket", BUCKET, "--profile", "work"}, "Profile work of ", said);
  }

  @Test
  void temporaryCredentialsAndWhatIsNoKey() throws IOException {
    machine.file(
        ".aws/credentials",
        OwnersMachine.profile("default", machine.old) + "aws_session_token = token\n");
    refused("holds temporary credentials");
    machine.file(
        ".aws/credentials", "[default]\naws_access_key_id = me\naws_secret_access_key = x\n");
    refused("holds no access key: not an access key id: 'me'");
    machine.file(".aws/credentials", "[default]\n[default]\n");
    refused("cannot be changed safely", "line 2 repeats [default] of line 1");
  }

  @Test
  void anOldKeyThatIsOff() throws IOException {
    machine.credentials();
    machine.sandbox().account().keys().update("alice", machine.old.id(), Status.INACTIVE);
    refused(
        "AWS does not take the key " + machine.old.id(), "link in the mail", "the right profile?");
  }

  @Test
  void aKeyOfTheRootUser() throws IOException {
    machine.file(
        ".aws/credentials",
        OwnersMachine.profile("default", machine.sandbox().account().rootKey()));
    refused("is not an IAM user");
  }

  @Test
  void aFileThatHasExpired() throws IOException {
    machine.credentials();
    machine.sandbox().account().buckets().delete(BUCKET, machine.objectKey());
    refused("No file waits for alice");
    refusedWith(
        new String[] {"--bucket", BUCKET, "--key", machine.fresh.id()},
        machine.objectKey() + " is not there, or no longer",
        "Check --bucket, --key and --profile");
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    machine.credentials();
    machine.allow(NOTHING_OF_IT);
    refused("alice may not list the own files", "as in --key");
    refusedWith(
        new String[] {"--bucket", BUCKET, "--key", machine.fresh.id()},
        "may not read",
        "S3 does not tell these apart",
        "group of owners");
  }

  @Test
  void aBucketThatDoesNotExist() throws IOException {
    machine.credentials();
    machine.allow(
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
        """);
    refusedWith(new String[] {"--bucket", "nowhere"}, "There is no bucket nowhere");
    refusedWith(
        new String[] {"--bucket", "nowhere", "--key", machine.fresh.id()}, "no bucket nowhere");
  }

  @Test
  void aFileThatDoesNotHoldWhatItsNameSays() throws Exception {
    machine.credentials();
    String header = "UserName,AccessKeyId,SecretAccessKey\n";
    for (String content :
        List.of(
            header + "bob," + machine.fresh.id() + ",x", header + "alice,AKIAIOSFODNN7EXAMPLE,x")) {
      put(content);
      refused("which is not what its name says", "Ask the administrators");
    }
    put("garbage");
    refused("holds no key: it has not one header and one line");
    put("");
    refusedWith(
        new String[] {"--bucket", BUCKET, "--key", machine.fresh.id()}, "Keyturn gave this key up");
  }

  private void put(String content) {
    machine
        .sandbox()
        .account()
        .buckets()
        .put(
            BUCKET,
            machine.objectKey(),
            new Bytes(content.getBytes(UTF_8)),
            Map.of(),
            new Condition.None());
  }

  /** The SDK would refuse this file, but does not read it. */
  @Test
  void aFileThatProgramsReadInTwoWays() throws IOException {
    machine.file(
        ".aws/credentials", OwnersMachine.profile("default", machine.old) + "  ca_bundle: x\n");
    refused("credentials cannot be changed safely: line 4 is indented more deeply than line 3");
  }

  @Test
  void anMfaCodeThatAwsDoesNotTake() throws IOException {
    machine.credentials();
    machine.sandbox().account().keys().update("alice", machine.old.id(), Status.INACTIVE);
    refusedWith(
        new String[] {"--bucket", BUCKET, "--mfa-code", "123456"},
        "AWS does not take the key " + machine.old.id());
  }

  @Test
  void aNewKeyThatAwsDoesNotTake() throws IOException {
    machine.credentials();
    machine.sandbox().account().keys().update("alice", machine.fresh.id(), Status.INACTIVE);
    refused("AWS does not take the new key " + machine.fresh.id() + ", also after a minute");
    assertThat(machine.out()).containsOnlyOnce("Trying for up to a minute");
  }

  /** A person who can write to the bucket cannot make an owner work as another user. */
  @Test
  void aNewKeyThatIsAnotherUsers() throws Exception {
    machine.credentials();
    AccessKey evil = machine.sandbox().account().userWith("mallory", NOTHING_OF_IT);
    machine
        .sandbox()
        .account()
        .buckets()
        .put(
            BUCKET,
            "credential/alice/alice_" + evil.id() + ".csv",
            new Bytes(
                ("UserName,AccessKeyId,SecretAccessKey\nalice,"
                        + evil.id()
                        + ","
                        + evil.secret().reveal())
                    .getBytes(UTF_8)),
            Map.of(),
            new Condition.None());
    refusedWith(
        new String[] {"--bucket", BUCKET, "--key", evil.id()},
        "is a key of arn:aws:iam::123456789012:user/mallory",
        "was not put in place");
  }

  @Test
  void aFileOfAnotherUserBeforeTheNewKeyIsUsed() throws IOException {
    Path file = machine.credentials();
    assumeThat(Files.getOwner(file).getName()).as("only root gives files away").isEqualTo("root");
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
    refused("it belongs to daemon, and this runs as root; run it as that user");
    assertThat(machine.keys().getLast().lastUse()).isEqualTo(new LastUse.Never());
  }

  @Test
  void aFileThatAnotherProgramChangesMeanwhile() throws Exception {
    Path file = machine.credentials();
    machine.sandbox().account().keys().update("alice", machine.fresh.id(), Status.INACTIVE);
    machine.meanwhile(
        () -> {
          machine.sandbox().account().keys().update("alice", machine.fresh.id(), Status.ACTIVE);
          write(file);
        });
    assertThat(machine.fetch("--bucket", BUCKET)).isEqualTo(ExitStatus.CANNOT_BEGIN);
    assertThat(machine.err()).contains("another program has changed it in the meantime");
    assertThat(files().values()).containsExactly("[changed]\n");
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "[changed]\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoBucketNoKeyAndNoRegionBeforeAnythingIsRead() {
    assertThat(machine.fetch()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(machine.fetch("--bucket", "No_Bucket")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(machine.fetch("--bucket", BUCKET, "--key", "x")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(machine.fetch("--bucket", BUCKET, "--region", "E U"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(machine.fetch("--bucket", BUCKET, "--mfa-code", "12 345"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(machine.err())
        .contains("not an MFA code (six digits): '12 345'")
        .contains("--bucket", "not a bucket's name: 'No_Bucket'")
        .contains("not an access key id: 'x'", "no region: 'E U'");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has neither mkfifo nor /dev/null")
  void aFolderOrAPipeInsteadOfAFile() throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("folder"));
    machine.with("AWS_SHARED_CREDENTIALS_FILE", home.resolve("folder").toString());
    refused("folder is no regular file", "AWS_SHARED_CREDENTIALS_FILE");
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    machine.with("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    machine.with("AWS_CONFIG_FILE", pipe.toString());
    refused("pipe is no regular file", "AWS_CONFIG_FILE");
  }
}

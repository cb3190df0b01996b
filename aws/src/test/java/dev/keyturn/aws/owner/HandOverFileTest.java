package dev.keyturn.aws.owner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a credentials file on an owner's machine. */
class HandOverFileTest {
  private static final String ID = "AKIAI44QH8DHBEXAMPLE";
  private static final String HEADER = "UserName,AccessKeyId,SecretAccessKey";

  @ParameterizedTest
  @ValueSource(strings = {"alice", "doe,jane", "a.b+c=d,e@f-g_h", "-"})
  void everyFileThatKeyturnWritesIsRead(String user) {
    HandOverFile.Content read =
        HandOverFile.read(
            new HandOver(new UserName(user), new KeyId(ID), new Secret("s/e+c=")).file());
    assertThat(read.user()).isEqualTo(user);
    assertThat(read.key().id()).isEqualTo(new KeyId(ID));
    assertThat(read.key().reveal()).isEqualTo("s/e+c=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADER + "\nalice," + ID + ",secret",
        HEADER + "\nalice," + ID + ",secret\n\n",
        "\ufeff" + HEADER + "\r\n\"alice\",\"" + ID + "\",\"secret\"\r\n",
        "username, accesskeyid, secretaccesskey\nalice, " + ID + ", secret\n",
        "Comment,SecretAccessKey,AccessKeyId,UserName\n\"a \"\"b\"\"\r\n,c\",secret,"
            + ID
            + ",alice",
      })
  void aFileOfAnotherToolIsRead(String file) {
    HandOverFile.Content read = HandOverFile.read(file.getBytes(UTF_8));
    assertThat(read.user() + " " + read.key().id() + " " + read.key().reveal())
        .isEqualTo("alice " + ID + " secret");
  }

  /** A secret with a line end in it would write further lines into a credentials file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADER,
        HEADER + "\nalice," + ID + ",SeCrEt\nbob," + ID + ",SeCrEt",
        HEADER + "\nalice," + ID,
        HEADER + "\nalice," + ID + ",",
        HEADER + "\nalice,no,SeCrEt",
        "UserName,Id,Secret\nalice," + ID + ",SeCrEt",
        HEADER + "\nalice," + ID + ",\"SeCrEt\n[default]\ncredential_process=evil\"",
        HEADER + "\nalice," + ID + ",SeCrEt # evil",
        HEADER + "\nalice," + ID + ",\"SeCrEt",
        HEADER + "\nalice," + ID + ",\"SeCrEt\"evil",
        HEADER + "\nalice,\"" + ID + "\n[evil]\",SeCrEt",
        "<html>SeCrEt</html>",
      })
  void anInvalidFileIsRefusedAndNotQuoted(String file) {
    assertThatThrownBy(() -> HandOverFile.read(file.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("SeCrEt", "evil"));
  }

  @Test
  void printsAKeyWithoutItsSecret() {
    OwnersKey key = new OwnersKey(new KeyId(ID), "SeCrEt");
    assertThat(key).hasToString(ID + " (secret)");
    assertThat(key.withoutSecret("it said SeCrEt")).isEqualTo("it said (secret)");
    assertThatThrownBy(() -> new OwnersKey(new KeyId(ID), "SeCrEt 2"))
        .hasMessage("the secret of " + ID + " is invalid");
  }
}

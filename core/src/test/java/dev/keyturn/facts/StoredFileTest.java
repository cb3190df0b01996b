package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredFileTest {
  private static final UserName ALICE = new UserName("alice");
  private static final KeyId KEY = new KeyId("AKIAIOSFODNN7EXAMPLE");

  private static Optional<Fingerprint> found(long length, String tag) {
    return Optional.of(new Fingerprint(length, Optional.of(tag)));
  }

  private static StoredFile of(Optional<Fingerprint> found, Optional<Notes.File> noted) {
    return StoredFile.of(found, noted, ALICE, KEY);
  }

  private static Optional<Notes.File> noted(String user, Optional<String> tag) {
    return Optional.of(
        new Notes.File(new UserName(user), LocalDate.EPOCH, new Fingerprint(112, tag), false));
  }

  @Test
  void isTheCredentialsIfLengthAndTagAreThoseThatWereNoted() {
    Optional<Notes.File> noted = noted("alice", Optional.of("a"));
    assertThat(of(found(112, "a"), noted)).isEqualTo(StoredFile.CREDENTIALS);
    assertThat(of(found(112, "b"), noted)).isEqualTo(StoredFile.OTHER);
    assertThat(of(found(111, "a"), noted)).isEqualTo(StoredFile.OTHER);
    assertThat(of(found(0, "a"), noted)).isEqualTo(StoredFile.CLAIM);
    assertThat(of(Optional.empty(), noted)).isEqualTo(StoredFile.ABSENT);
  }

  @Test
  void isNotTheCredentialsIfOnlyTheLengthIsKnown() {
    assertThat(of(found(112, "b"), noted("alice", Optional.empty()))).isEqualTo(StoredFile.OTHER);
  }

  @Test
  void cannotBeFetchedUnderTheNameThatItsOwnerHadBefore() {
    assertThat(of(found(112, "a"), noted("alice.b", Optional.of("a")))).isEqualTo(StoredFile.OTHER);
  }

  @Test
  void isUnprovenIfNothingIsNotedAndItIsAsLongAsTheCredentials() {
    int least = "UserName,AccessKeyId,SecretAccessKey\nalice,AKIAIOSFODNN7EXAMPLE,".length() + 40;
    for (int length = least; length <= least + 7; length++) {
      assertThat(of(found(length, "a"), Optional.empty())).isEqualTo(StoredFile.UNPROVEN);
    }
    for (int length : new int[] {1, least - 1, least + 8, 10_000}) {
      assertThat(of(found(length, "a"), Optional.empty())).isEqualTo(StoredFile.OTHER);
    }
  }

  @Test
  void hasQuotesAroundANameWithAComma() {
    UserName doe = new UserName("doe,jane");
    int least =
        "UserName,AccessKeyId,SecretAccessKey\n\"doe,jane\",AKIAIOSFODNN7EXAMPLE,".length() + 40;
    assertThat(StoredFile.of(found(least, "a"), Optional.empty(), doe, KEY))
        .isEqualTo(StoredFile.UNPROVEN);
    assertThat(StoredFile.of(found(least + 5, "a"), Optional.empty(), doe, KEY))
        .isEqualTo(StoredFile.UNPROVEN);
    assertThat(StoredFile.of(found(least + 6, "a"), Optional.empty(), doe, KEY))
        .isEqualTo(StoredFile.OTHER);
    assertThat(StoredFile.of(found(least - 1, "a"), Optional.empty(), doe, KEY))
        .isEqualTo(StoredFile.OTHER);
  }

  @Test
  void hasNoNegativeLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fingerprint(-1, Optional.empty()))
        .withMessage("not a length: -1");
  }
}

package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.StoredText;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.port.PortFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

interface BucketObjectsContract extends Contract {
  /** One byte more than S3BucketObjects reads. */
  int LONGER = 4 * 1024 * 1024 + 1;

  private BucketObjects bucketObjects() {
    return stage().ports().bucketObjects();
  }

  private String written(String name, String text, Expected expected) {
    return bucketObjects().write(name, text, expected) instanceof WriteResult.Written written
        ? written.version()
        : "(refused)";
  }

  @Test
  default void whatIsNotThereIsRead() {
    assertThat(bucketObjects().read("state/nothing.json")).isEmpty();
  }

  @Test
  default void whatIsWrittenIsReadWithItsVersion() {
    String text = "{\"holder\":\"Jürgen, 鍵\"}\n";
    String version = written("state/read.json", text, new Expected.Nothing());
    assertThat(bucketObjects().read("state/read.json"))
        .isEqualTo(Optional.of(new StoredText(text, version)));
  }

  @Test
  default void ofTwoWhoExpectNothingOneIsRefused() {
    bucketObjects().write("state/once.json", "first", new Expected.Nothing());
    assertThat(bucketObjects().write("state/once.json", "second", new Expected.Nothing()))
        .isEqualTo(new WriteResult.Refused());
    assertThat(bucketObjects().read("state/once.json").map(StoredText::text)).contains("first");
  }

  @Test
  default void ofTwoWhoKnowOneVersionOneIsRefused() {
    String first = written("state/turns.json", "first", new Expected.Nothing());
    String second = written("state/turns.json", "second", new Expected.Version(first));
    assertThat(second).isNotEqualTo(first);
    assertThat(bucketObjects().write("state/turns.json", "third", new Expected.Version(first)))
        .isEqualTo(new WriteResult.Refused());
    assertThat(bucketObjects().read("state/turns.json"))
        .isEqualTo(Optional.of(new StoredText("second", second)));
  }

  @Test
  default void anExpectedVersionIsRefusedIfTheObjectIsMissing() {
    String version = written("state/other.json", "x", new Expected.Nothing());
    assertThat(bucketObjects().write("state/gone.json", "y", new Expected.Version(version)))
        .isEqualTo(new WriteResult.Refused());
    assertThat(bucketObjects().read("state/gone.json")).isEmpty();
  }

  @Test
  default void anObjectThatIsLongerThanAnyOfOursIsDamaged() {
    String version = written("reports/long.html", "x".repeat(LONGER), new Expected.Nothing());
    assertThat(bucketObjects().read("reports/long.html"))
        .contains(new StoredText("(longer than any object of Keyturn's)", version));
  }

  @Test
  default void onlyPagesAreWrittenThatAreTooLongToBeRead() {
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(() -> written("state/long.txt", "x".repeat(LONGER), new Expected.Nothing()))
        .matches(failure -> failure.kind() == PortFailure.Kind.REFUSED);
    assertThat(bucketObjects().read("state/long.txt")).isEmpty();
  }

  @Test
  default void namesComeInTheOrderOfTheirBytes() {
    for (String name : new String[] {"b", "a/2", "a/10", "c"}) {
      bucketObjects().write("audit/names/" + name, name, new Expected.Nothing());
    }
    assertThat(bucketObjects().names("audit/names/"))
        .containsExactly("audit/names/a/10", "audit/names/a/2", "audit/names/b", "audit/names/c");
    assertThat(bucketObjects().names("audit/names/a")).hasSize(2);
    assertThat(bucketObjects().names("audit/none/")).isEmpty();
  }
}

package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.Filing;
import dev.keyturn.port.BucketObjects.Paper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

interface BucketObjectsContract extends Contract {
  private BucketObjects papers() {
    return stage().ports().papers();
  }

  private String written(String name, String text, Expected expected) {
    return papers().write(name, text, expected) instanceof Filing.Written written
        ? written.version()
        : "(refused)";
  }

  @Test
  default void whatIsNotThereIsRead() {
    assertThat(papers().read("state/nothing.json")).isEmpty();
  }

  @Test
  default void whatIsWrittenIsReadWithItsVersion() {
    String text = "{\"holder\":\"Jürgen, 鍵\"}\n";
    String version = written("state/read.json", text, new Expected.Nothing());
    assertThat(papers().read("state/read.json")).isEqualTo(Optional.of(new Paper(text, version)));
  }

  @Test
  default void ofTwoWhoExpectNothingOneIsRefused() {
    papers().write("state/once.json", "first", new Expected.Nothing());
    assertThat(papers().write("state/once.json", "second", new Expected.Nothing()))
        .isEqualTo(new Filing.Refused());
    assertThat(papers().read("state/once.json").map(Paper::text)).contains("first");
  }

  @Test
  default void ofTwoWhoKnowOneVersionOneIsRefused() {
    String first = written("state/turns.json", "first", new Expected.Nothing());
    String second = written("state/turns.json", "second", new Expected.Version(first));
    assertThat(second).isNotEqualTo(first);
    assertThat(papers().write("state/turns.json", "third", new Expected.Version(first)))
        .isEqualTo(new Filing.Refused());
    assertThat(papers().read("state/turns.json"))
        .isEqualTo(Optional.of(new Paper("second", second)));
  }

  @Test
  default void anExpectedVersionIsRefusedIfTheObjectIsMissing() {
    String version = written("state/other.json", "x", new Expected.Nothing());
    assertThat(papers().write("state/gone.json", "y", new Expected.Version(version)))
        .isEqualTo(new Filing.Refused());
    assertThat(papers().read("state/gone.json")).isEmpty();
  }

  @Test
  default void namesComeInTheOrderOfTheirBytes() {
    for (String name : new String[] {"b", "a/2", "a/10", "c"}) {
      papers().write("audit/names/" + name, name, new Expected.Nothing());
    }
    assertThat(papers().names("audit/names/"))
        .containsExactly("audit/names/a/10", "audit/names/a/2", "audit/names/b", "audit/names/c");
    assertThat(papers().names("audit/names/a")).hasSize(2);
    assertThat(papers().names("audit/none/")).isEmpty();
  }
}

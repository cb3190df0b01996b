package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static final List<String> RECORD = List.of("last-check-date", "last-check-old-key");

  private static Map<String, String> other(int count) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 1; i <= count; i++) {
      tags.put("tag-" + i, "x");
    }
    return tags;
  }

  @Test
  void haveRoomForTheRecordUpTo48OthersAndNoMore() {
    assertThat(new Tags(other(0)).haveRoomFor(RECORD)).isTrue();
    assertThat(new Tags(other(48)).haveRoomFor(RECORD)).isTrue();
    assertThat(new Tags(other(49)).haveRoomFor(RECORD)).isFalse();
    assertThat(new Tags(other(50)).haveRoomFor(RECORD)).isFalse();
  }

  @Test
  void haveRoomForARecordThatIsThereAlreadyWhateverItsCase() {
    Map<String, String> full = other(48);
    full.put("Last-Check-Date", "2026-11-22");
    full.put("LAST-CHECK-OLD-KEY", "AKIA");
    assertThat(new Tags(full).haveRoomFor(RECORD)).isTrue();
    Map<String, String> halfFull = other(49);
    halfFull.put("Last-Check-Date", "2026-11-22");
    assertThat(new Tags(halfFull).haveRoomFor(RECORD)).isFalse();
  }

  @Test
  void areFoundWhateverTheCaseOfTheirKey() {
    Tags tags = new Tags(Map.of("Email", "alice@corp.example"));
    assertThat(tags.get("email")).contains("alice@corp.example");
    assertThat(tags.get("EMAIL")).contains("alice@corp.example");
    assertThat(tags.spelling("eMail")).contains("Email");
    assertThat(tags.get("e-mail")).isEmpty();
  }

  @Test
  void goByTheVerySpellingBeforeAnyOther() {
    Tags tags = new Tags(Map.of("EMAIL", "one@corp.example", "email", "two@corp.example"));
    assertThat(tags.get("email")).contains("two@corp.example");
    assertThat(tags.get("EMAIL")).contains("one@corp.example");
    assertThat(tags.get("Email")).contains("one@corp.example");
  }

  @Test
  void copyWhatTheyAreGiven() {
    Map<String, String> values = other(1);
    Tags tags = new Tags(values);
    values.clear();
    assertThat(tags.get("tag-1")).contains("x");
  }
}

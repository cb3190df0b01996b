package dev.keyturn.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.OwnersFile.Row;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A file of owners as spreadsheets write it, and what is wrong with one, by line. */
class OwnersFileTest {
  private static OwnersFile read(String text) {
    return OwnersFile.read(text, Set.of());
  }

  private static Row row(int line, String user, String address) {
    return new Row(line, new UserName(user), Optional.empty(), address);
  }

  @Test
  void isReadAsSpreadsheetsWriteIt() {
    OwnersFile file =
        read("\uFEFFuser,email\r\nalice, alice@corp.example\r\n\r\n\"b,ob\",\"bob@corp.example\"");
    assertThat(file.problems()).isEmpty();
    assertThat(file.rows())
        .containsExactly(row(2, "alice", "alice@corp.example"), row(4, "b,ob", "bob@corp.example"));
  }

  @Test
  void everyBadLineIsNamed() {
    OwnersFile file =
        read(
            """
            user,email
            alice,alice@corp.example
            bob
            carol,carol@corp.example,more
            no such/user,x@corp.example
            dave,
            erin,no-address
            alice,other@corp.example
            "frank,frank@corp.example
            grace,o'hara@corp.example
            """);
    assertThat(file.rows()).containsExactly(row(2, "alice", "alice@corp.example"));
    assertThat(file.problems())
        .containsExactly(
            entry(3, "not 2 fields with commas between; put a value with a comma in quotes"),
            entry(4, "not 2 fields with commas between; put a value with a comma in quotes"),
            entry(5, "not an IAM user name: 'no such/user'"),
            entry(6, "not a mail address: ''"),
            entry(7, "not a mail address: 'no-address'"),
            entry(8, "alice is in line 2 already"),
            entry(9, "not 2 fields with commas between; put a value with a comma in quotes"),
            entry(
                10,
                "IAM allows letters, digits, spaces and _.:/=+-@ in a tag, not"
                    + " 'o'hara@corp.example'"));
  }

  @Test
  void anAddressInAForeignDomainIsRefused() {
    OwnersFile file =
        OwnersFile.read("user,email\na,a@Corp.example\nb,b@other.example", Set.of("corp.example"));
    assertThat(file.rows()).hasSize(1);
    assertThat(file.problems())
        .containsExactly(entry(3, "b@other.example is in none of EMAIL_DOMAINS"));
  }

  @Test
  void aFileWithAnotherHeaderIsRefused() {
    for (String text : new String[] {"", "alice,alice@corp.example", "user,email,previous\n"}) {
      assertThat(read(text).problems())
          .containsExactly(entry(1, "the first line must be 'user,email'"));
    }
    assertThat(OwnersFile.readRevert("user,email\n").problems())
        .containsExactly(entry(1, "the first line must be 'user,email,previous'"));
  }

  @Test
  void aFileThatTakesTagsBackMayNameNoTagBefore() {
    OwnersFile file = OwnersFile.readRevert("user,email,previous\nalice,a@corp.example,\n");
    assertThat(file.rows())
        .containsExactly(new Row(2, new UserName("alice"), Optional.of("a@corp.example"), ""));
  }
}

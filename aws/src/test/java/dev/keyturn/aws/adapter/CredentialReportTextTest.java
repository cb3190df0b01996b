package dev.keyturn.aws.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.SignIn;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialReportTextTest {
  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
          + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
          + "access_key_2_last_used_region,access_key_2_last_used_service,additional_credentials_info";
  private static final String BORN = "2024-02-01T08:00:00+00:00";
  private static final String NO_KEY = "false,N/A,N/A,N/A,N/A";
  private static final String USED =
      "true,2025-03-01T09:00:00+00:00,2026-11-20T10:00:00+00:00,eu-central-1,s3";

  private final List<ReportedUser> users = new ArrayList<>();

  private static String row(String user, String first, String second, String more) {
    return "%s,arn:aws:iam::1:user/x,%s,false,%s,%s,%s".formatted(user, BORN, first, second, more);
  }

  private int read(String... lines) throws IOException {
    return CredentialReportText.read(
        new StringReader(HEADER + "\n" + String.join("\n", lines)), users::add);
  }

  @Test
  void readsAUserAndTheirKeys() throws IOException {
    assertThat(read(row("alice", USED, NO_KEY, ""))).isZero();
    assertThat(users)
        .containsExactly(
            new ReportedUser(
                new UserName("alice"),
                Instant.parse("2024-02-01T08:00:00Z"),
                List.of(
                    new ReportedKey(
                        true,
                        Instant.parse("2025-03-01T09:00:00Z"),
                        new LastUse.At(
                            Instant.parse("2026-11-20T10:00:00Z"), "s3", "eu-central-1"))),
                false));
  }

  @Test
  void anInactiveKeyMayHaveADateOrNone() throws IOException {
    read(
        row("dated", "false,2025-03-01T09:00:00Z,N/A,N/A,N/A", NO_KEY, ""),
        row("bare", NO_KEY, NO_KEY, ""));
    assertThat(users).extracting(user -> user.keys().size()).containsExactly(1, 0);
    assertThat(users).noneMatch(ReportedUser::anyActive);
    assertThat(users.getFirst().keys().getFirst().lastUse()).isEqualTo(new LastUse.Never());
  }

  @Test
  void unknownDetailsOfAUseAreNotApplicable() throws IOException {
    read(
        row(
            "alice",
            "true,2025-03-01T09:00:00Z,2026-11-20T10:00:00Z,not_supported,not_supported",
            NO_KEY,
            ""));
    assertThat(users.getFirst().keys().getFirst().lastUse())
        .isEqualTo(new LastUse.At(Instant.parse("2026-11-20T10:00:00Z"), "N/A", "N/A"));
  }

  @Test
  void reportsThatAUserHasMoreKeysThanColumns() throws IOException {
    read(
        row("many", USED, USED, "access_key_3"),
        row("two", USED, USED, "N/A"),
        row("one", USED, NO_KEY, ""));
    assertThat(users).extracting(ReportedUser::more).containsExactly(true, false, false);
  }

  @Test
  void theRootUserIsNeitherAUserNorAnError() throws IOException {
    assertThat(read(row("<root_account>", USED, NO_KEY, ""))).isZero();
    assertThat(users).isEmpty();
  }

  @Test
  void readsPasswordsSecondFactorsAndTheRootUserIfTheirColumnsExist() throws IOException {
    String header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
            + "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
            + "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,"
            + "access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,"
            + "access_key_2_last_used_service";
    String arn = ",arn:aws:iam::1:user/staff/x," + BORN + ",";
    String keys = "," + NO_KEY + "," + NO_KEY;
    String changed = "2026-01-02T00:00:00+00:00";
    List<ReportedRoot> roots = new ArrayList<>();
    int passed =
        CredentialReportText.read(
            new StringReader(
                String.join(
                    "\n",
                    header,
                    "<root_account>,arn:aws:iam::1:root,"
                        + BORN
                        + ",not_supported,"
                        + changed
                        + ",not_supported,true,"
                        + USED
                        + ","
                        + NO_KEY,
                    "used" + arn + "true,2026-11-20T10:00:00+00:00," + changed + ",true" + keys,
                    "fresh" + arn + "true,no_information," + changed + ",false" + keys,
                    "dateless" + arn + "true,N/A,N/A,false" + keys,
                    "none" + arn + "false,N/A,N/A,false" + keys)),
            new ReportSink() {
              @Override
              public void accept(ReportedUser user) {
                users.add(user);
              }

              @Override
              public void root(ReportedRoot root) {
                roots.add(root);
              }
            });
    assertThat(passed).isZero();
    assertThat(roots).containsExactly(new ReportedRoot(1, true));
    String told = "arn:aws:iam::1:user/staff/x";
    assertThat(users)
        .extracting(user -> user.signIn().orElseThrow())
        .containsExactly(
            new SignIn(told, true, Optional.of(Instant.parse("2026-11-20T10:00:00Z")), true),
            new SignIn(told, true, Optional.of(Instant.parse("2026-01-02T00:00:00Z")), false),
            new SignIn(told, true, Optional.empty(), false),
            new SignIn(told, false, Optional.empty(), false));
  }

  @Test
  void anInvalidLineIsSkippedAndCounted() throws IOException {
    int passed =
        read(
            row("alice", USED, NO_KEY, ""),
            "cut,arn:aws:iam::1:user/x,2024-02",
            row("doe,jane", USED, NO_KEY, ""),
            row("no name", USED, NO_KEY, ""),
            row("\"open", USED, NO_KEY, ""),
            "",
            row("when", "true,yesterday,N/A,N/A,N/A", NO_KEY, ""),
            row("undated", "true,N/A,N/A,N/A,N/A", NO_KEY, ""),
            row("perhaps", "maybe,2025-03-01T09:00:00Z,N/A,N/A,N/A", NO_KEY, ""),
            row("bob", USED, USED, ""));
    assertThat(passed).isEqualTo(8);
    assertThat(users).extracting(user -> user.user().value()).containsExactly("alice", "bob");
  }

  @Test
  void aQuotedNameWithACommaIsRead() throws IOException {
    assertThat(read(row("\"doe,jane\"", USED, NO_KEY, "\"\""))).isZero();
    assertThat(users).extracting(ReportedUser::user).containsExactly(new UserName("doe,jane"));
  }

  @Test
  void refusesTextThatIsNotAReport() {
    for (String text : List.of("", "<html>", "user,arn\nalice,arn")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CredentialReportText.read(new StringReader(text), users::add))
          .withMessageContaining("not that of a credential report");
    }
    assertThat(users).isEmpty();
  }
}

package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The credential report's text. The guide's column {@code additional_credentials_info} belongs to
 * users with more than two keys and is not sent by AWS otherwise. No user here has a password, a
 * second factor or a signing certificate.
 */
final class CredentialReportCsv {
  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
          + "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
          + "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
          + "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

  /** The region is N/A where "the last used service is not Region-specific, such as Amazon S3". */
  private static final Set<String> WITHOUT_REGION = Set.of("s3");

  private CredentialReportCsv() {}

  /** Lines end in LF, the last one in nothing; the root row comes first, then the users by name. */
  static String of(String account, AccessKey rootKey, List<User> users) {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.add(
        row(
            List.of(
                "<root_account>",
                "arn:aws:iam::" + account + ":root",
                rootKey.created().toString(),
                "not_supported",
                "no_information",
                "not_supported",
                "not_supported",
                "false"),
            List.of(rootKey)));
    for (User user : users) {
      lines.add(
          row(
              List.of(
                  user.name(),
                  user.arn(),
                  user.created().toString(),
                  "false",
                  "N/A",
                  "N/A",
                  "N/A",
                  "false"),
              user.keys()));
    }
    return String.join("\n", lines);
  }

  private static String row(List<String> about, List<AccessKey> keys) {
    List<String> cells = new ArrayList<>(about);
    for (int i = 0; i < AccessKeys.MOST; i++) {
      cells.addAll(
          i < keys.size() ? cells(keys.get(i)) : List.of("false", "N/A", "N/A", "N/A", "N/A"));
    }
    cells.addAll(List.of("false", "N/A", "false", "N/A"));
    return cells.stream().map(CredentialReportCsv::quoted).collect(Collectors.joining(","));
  }

  /** A user's name may have a comma. */
  private static String quoted(String cell) {
    return cell.contains(",") ? '"' + cell + '"' : cell;
  }

  private static List<String> cells(AccessKey key) {
    String active = String.valueOf(key.active());
    Instant rotated = key.activated();
    return switch (key.lastUse()) {
      case LastUse.Never _ -> List.of(active, rotated.toString(), "N/A", "N/A", "N/A");
      case LastUse.At(Instant time, String region, String service) ->
          List.of(
              active,
              rotated.toString(),
              time.toString(),
              WITHOUT_REGION.contains(service) ? "N/A" : region,
              service);
    };
  }
}

package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query-protocol call; lists are written {@code Name.member.N}. */
public record Form(Map<String, String> parameters) {
  public Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  public String need(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new AwsRefusal(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value null at '"
                        + name.substring(0, 1).toLowerCase(Locale.ROOT)
                        + name.substring(1)
                        + "' failed to satisfy constraint: Member must not be null"));
  }

  /**
   * The user named, or the calling one; "IAM determines the user name implicitly based on the AWS
   * access key ID signing the request".
   */
  public String user(Caller caller) {
    return text("UserName")
        .orElseGet(
            () ->
                switch (caller.principal()) {
                  case Principal.IamUser user -> user.name();
                  case Principal.UserSession session -> session.user().name();
                  case Principal.Root _, Principal.RoleSession _ ->
                      throw new AwsRefusal(
                          400,
                          "ValidationError",
                          "Must specify userName when calling with non-User credentials");
                });
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    List<String> found = new ArrayList<>();
    for (int i = 1; parameters.containsKey(name + ".member." + i); i++) {
      found.add(need(name + ".member." + i));
    }
    return found;
  }

  /** A list of structures. */
  public List<Form> forms(String name) {
    List<Form> found = new ArrayList<>();
    for (int i = 1; true; i++) {
      String prefix = name + ".member." + i + ".";
      Map<String, String> members = new LinkedHashMap<>();
      parameters.forEach(
          (key, value) -> {
            if (key.startsWith(prefix)) {
              members.put(key.substring(prefix.length()), value);
            }
          });
      if (members.isEmpty()) {
        return found;
      }
      found.add(new Form(members));
    }
  }
}

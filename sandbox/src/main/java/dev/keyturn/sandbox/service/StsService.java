package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.AwsRefusal;
import dev.keyturn.sandbox.account.Sessions;
import dev.keyturn.sandbox.http.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** STS on the wire. */
public final class StsService extends QueryService {
  public StsService(Account account) {
    super(
        "sts",
        "https://sts.amazonaws.com/doc/2011-06-15/",
        Map.of(
            "GetCallerIdentity",
            (_, caller, xml) ->
                xml.text("Arn", caller.principal().arn())
                    .text("UserId", caller.principal().userId())
                    .text("Account", account.id()),
            "AssumeRole",
            (form, _, xml) -> assume(account, form, xml)));
  }

  /**
   * "No permissions are required to perform this operation", says the page of GetCallerIdentity.
   */
  @Override
  public List<Need> needs(Call call, Caller caller) {
    return call.action().equals("GetCallerIdentity")
        ? List.of()
        : List.of(new Need("sts:" + call.action(), call.parameter("RoleArn"), Context.NONE));
  }

  private static void assume(Account account, Form form, Xml xml) {
    String seconds = form.text("DurationSeconds").orElse("3600");
    if (!seconds.matches("\\d{1,6}")) {
      throw new AwsRefusal(400, "ValidationError", "not a number of seconds: " + seconds);
    }
    Sessions.Session session =
        account
            .sessions()
            .assume(
                form.need("RoleArn"),
                form.need("RoleSessionName"),
                Duration.ofSeconds(Long.parseLong(seconds)));
    xml.in(
        "Credentials",
        () ->
            xml.text("AccessKeyId", session.keyId())
                .text("SecretAccessKey", session.secret().reveal())
                .text("SessionToken", session.token().reveal())
                .text("Expiration", session.expires()));
    xml.in(
        "AssumedRoleUser",
        () ->
            xml.text("AssumedRoleId", session.principal().userId())
                .text("Arn", session.principal().arn()));
  }
}

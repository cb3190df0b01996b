package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.account.Sessions;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** STS on the wire. */
public final class StsService extends QueryService {
  private static final List<String> FOR_EVERYBODY = List.of("GetCallerIdentity", "GetSessionToken");

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
            (form, _, xml) -> assume(account, form, xml),
            "GetSessionToken",
            (form, caller, xml) -> session(account, form, caller, xml)));
  }

  /**
   * "No permissions are required to perform this operation", say the pages of GetCallerIdentity and
   * GetSessionToken.
   */
  @Override
  public List<Need> needs(Call call, Caller caller) {
    return FOR_EVERYBODY.contains(call.action())
        ? List.of()
        : List.of(new Need("sts:" + call.action(), call.parameter("RoleArn"), Context.NONE));
  }

  private static Duration life(Form form, String usual) {
    String seconds = form.text("DurationSeconds").orElse(usual);
    if (!seconds.matches("\\d{1,6}")) {
      throw new AwsRefusal(400, "ValidationError", "not a number of seconds: " + seconds);
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static void credentials(Sessions.Session session, Xml xml) {
    xml.in(
        "Credentials",
        () ->
            xml.text("AccessKeyId", session.keyId())
                .text("SecretAccessKey", session.secret().reveal())
                .text("SessionToken", session.token().reveal())
                .text("Expiration", session.expires()));
  }

  private static void session(Account account, Form form, Caller caller, Xml xml) {
    if (!(caller.principal() instanceof Principal.IamUser user)) {
      throw new AwsRefusal(
          403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    }
    boolean mfa = form.text("SerialNumber").isPresent();
    if (mfa && !form.text("TokenCode").orElse("").matches("\\d{6}")) {
      throw new AwsRefusal(
          403,
          "AccessDenied",
          "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    credentials(account.sessions().ofUser(user, mfa, life(form, "43200")), xml);
  }

  private static void assume(Account account, Form form, Xml xml) {
    Sessions.Session session =
        account
            .sessions()
            .assume(form.need("RoleArn"), form.need("RoleSessionName"), life(form, "3600"));
    credentials(session, xml);
    xml.in(
        "AssumedRoleUser",
        () ->
            xml.text("AssumedRoleId", session.principal().userId())
                .text("Arn", session.principal().arn()));
  }
}

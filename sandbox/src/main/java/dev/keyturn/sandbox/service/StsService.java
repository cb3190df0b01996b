package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.access.Denial;
import dev.keyturn.sandbox.access.Guard;
import dev.keyturn.sandbox.access.Statement;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.account.Sessions;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.organization.Accounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** STS on the wire. */
public final class StsService extends QueryService {
  private static final List<String> FOR_ALL = List.of("GetCallerIdentity", "GetSessionToken");
  private static final Duration CHAINED = Duration.ofHours(1);

  private final Accounts accounts;

  /** STS for principals of one account, which may assume roles of all. */
  public StsService(Accounts accounts, Account account) {
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
            (form, caller, xml) -> assume(accounts, form, caller, xml),
            "GetSessionToken",
            (form, caller, xml) -> session(account, form, caller, xml)));
    this.accounts = accounts;
  }

  /**
   * "No permissions are required to perform this operation", say the pages of GetCallerIdentity and
   * GetSessionToken.
   */
  @Override
  public List<Need> needs(Call call, Caller caller) {
    if (FOR_ALL.contains(call.action())) {
      return List.of();
    }
    Context session = Context.of("sts:RoleSessionName", call.parameter("RoleSessionName"));
    String externalId = call.parameter("ExternalId");
    return List.of(
        new Need(
            "sts:" + call.action(),
            call.parameter("RoleArn"),
            externalId.isEmpty() ? session : session.with("sts:ExternalId", externalId)));
  }

  /**
   * A role is protected by its trust policy. One that does not exist, or is of a closed account,
   * trusts no other account.
   */
  @Override
  public Guard guard(Call call, Caller caller) {
    String role = call.parameter("RoleArn");
    String owner = Sessions.accountOf(role);
    Optional<String> trust =
        accounts
            .find(owner)
            .filter(account -> accounts.organization().usable(account.id()))
            .flatMap(account -> account.roles().trustByArn(role));
    return new Guard(owner, trust, Denial.Kind.TRUST);
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

  private static void assume(Accounts accounts, Form form, Caller caller, Xml xml) {
    String role = form.need("RoleArn");
    Account owner = accounts.get(Sessions.accountOf(role));
    Duration life = life(form, "3600");
    if (caller.principal() instanceof Principal.Root
        && (!owner.id().equals(caller.account()) || owner.roles().trustByArn(role).isPresent())) {
      throw new AwsRefusal(403, "AccessDenied", "Roles may not be assumed by root accounts.");
    }
    if (caller.principal() instanceof Principal.RoleSession && life.compareTo(CHAINED) > 0) {
      throw AwsRefusal.invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    Sessions.Session session =
        owner.sessions().assume(role, form.need("RoleSessionName"), life, limits(form));
    credentials(session, xml);
    xml.in(
        "AssumedRoleUser",
        () ->
            xml.text("AssumedRoleId", session.principal().userId())
                .text("Arn", session.principal().arn()));
  }

  private static Sessions.Limits limits(Form form) {
    List<String> inline = form.text("Policy").stream().toList();
    inline.forEach(Statement::read);
    return new Sessions.Limits(
        form.forms("PolicyArns").stream().map(policy -> policy.need("arn")).toList(), inline);
  }
}

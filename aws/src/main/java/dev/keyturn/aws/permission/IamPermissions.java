package dev.keyturn.aws.permission;

import dev.keyturn.aws.adapter.IamUsers;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Checks permissions with IAM's policy simulator, in three calls if none is missing. */
public final class IamPermissions implements Permissions {
  private static final Pattern USER = Pattern.compile("arn:[^:]+:iam::\\d{12}:user/.+");
  private static final Pattern ROLE =
      Pattern.compile(
          "arn:(?<partition>[^:]+):sts::(?<account>\\d{12}):assumed-role/(?<name>[^/]+)/.+");

  private final Services services;
  private final Account account;
  private final IamUsers users;
  private final Settings settings;
  private final Part part;
  private final AtomicReference<Optional<OwnFile>> ownFile =
      new AtomicReference<>(Optional.empty());

  public IamPermissions(
      Services services, Account account, IamUsers users, Settings settings, Part part) {
    this.services = services;
    this.account = account;
    this.users = users;
    this.settings = settings;
    this.part = part;
  }

  /** The services that know policies, and how they are called. */
  public record Services(IamClient iam, S3Client s3, SesV2Client ses, Calls calls) {}

  /**
   * What is asked.
   *
   * @param services whose permissions these credentials need
   * @param key in the bucket of an object, by its name
   * @param oneAccount whether bucket and users are in one account, so that the bucket's policy
   *     alone can let an owner in
   */
  public record Part(Set<String> services, UnaryOperator<String> key, boolean oneAccount) {
    public static final Part ALL =
        new Part(Set.of("iam", "s3", "ses"), UnaryOperator.identity(), true);
  }

  @Override
  public Answer toActOn(Intent intent) {
    try {
      Account.Identity identity = account.identify();
      Optional<String> source = source(identity.arn());
      return source.isPresent()
          ? answer(intent, identity, source.get())
          : new Answer.Unclear(
              "IAM's policy simulator knows users and roles only, not " + identity.arn());
    } catch (PortFailure failure) {
      return new Answer.Unclear(failure);
    }
  }

  @Override
  public FileAccess toFetch(UserName owner) {
    try {
      Account.Identity identity = account.identify();
      return ownFile
          .updateAndGet(known -> known.isPresent() ? known : Optional.of(ownFile(identity)))
          .orElseThrow()
          .of(owner, identity);
    } catch (PortFailure failure) {
      return new FileAccess.Unknown(failure.message());
    }
  }

  private OwnFile ownFile(Account.Identity identity) {
    OtherGrants others = others(identity);
    return new OwnFile(
        services, users, settings, part.key(), () -> !part.oneAccount() || others.none("s3"));
  }

  private OtherGrants others(Account.Identity identity) {
    return new OtherGrants(
        services.s3(), services.ses(), services.calls(), settings, identity.accountId());
  }

  /**
   * The principal whose policies are checked for a caller. The ARN of a session leaves out the path
   * of its role; if the role has one, IAM does not find it, and the answer is unclear.
   */
  public static Optional<String> source(String caller) {
    Matcher role = ROLE.matcher(caller);
    if (role.matches()) {
      return Optional.of(
          "arn:%s:iam::%s:role/%s"
              .formatted(role.group("partition"), role.group("account"), role.group("name")));
    }
    return Optional.of(caller).filter(arn -> USER.matcher(arn).matches());
  }

  private Answer answer(Intent intent, Account.Identity identity, String source) {
    PermissionEvaluator evaluator =
        new PermissionEvaluator(
            (actions, resources, context) ->
                Simulation.ask(
                    services.iam(), services.calls(), source, actions, resources, context),
            others(identity),
            new ConditionContext(settings, intent, part.key()));
    List<RequiredPermission> open = evaluator.open(needs(intent, identity));
    if (!open.isEmpty() && !known(intent)) {
      users.names();
      open = evaluator.open(needs(intent, identity));
    }
    if (open.isEmpty()) {
      return new Answer.Yes();
    }
    List<RequiredPermission> missing =
        evaluator.certain(open).stream()
            .filter(need -> !need.service().equals("iam") || known(intent))
            .toList();
    return missing.isEmpty()
        ? new Answer.Unclear(
            "IAM's policy simulator leaves open whether %s has %s".formatted(source, list(open)))
        : new Answer.No(refusal(source, evaluator, missing));
  }

  private static String refusal(
      String source, PermissionEvaluator evaluator, List<RequiredPermission> missing) {
    List<RequiredPermission> forbidden = missing.stream().filter(evaluator::forbids).toList();
    List<RequiredPermission> lacking =
        missing.stream().filter(need -> !evaluator.forbids(need)).toList();
    List<String> sentences = new ArrayList<>();
    if (!lacking.isEmpty()) {
      sentences.add(
          "%s lacks permissions that acting on users takes:%s\nAllow them, as the role in deploy/template.yaml does."
              .formatted(source, lines(lacking)));
    }
    if (!forbidden.isEmpty()) {
      sentences.add(
          "A policy of %s denies explicitly what acting on users takes:%s\nChange that policy; allowing more does not help."
              .formatted(source, lines(forbidden)));
    }
    return String.join("\n", sentences);
  }

  private boolean known(Intent intent) {
    return intent.users().stream().allMatch(user -> users.arn(user).isPresent());
  }

  /** A user whose ARN is unknown is assumed to have no path, until that matters. */
  private List<RequiredPermission> needs(Intent intent, Account.Identity identity) {
    return RequiredPermissions.of(
            intent,
            settings,
            identity,
            user ->
                users
                    .arn(user)
                    .orElseGet(
                        () ->
                            "arn:%s:iam::%s:user/%s"
                                .formatted(identity.partition(), identity.accountId(), user)),
            part.key())
        .stream()
        .filter(need -> part.services().contains(need.service()))
        .toList();
  }

  private static String lines(List<RequiredPermission> needs) {
    return needs.stream().map(need -> "\n- " + need).collect(Collectors.joining());
  }

  /** The actions only, for a single line. */
  private static String list(List<RequiredPermission> needs) {
    return needs.stream()
        .map(RequiredPermission::action)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}

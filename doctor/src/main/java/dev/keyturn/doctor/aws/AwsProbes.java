package dev.keyturn.doctor.aws;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.Aws.Connections;
import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.MemberProbes;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.port.Account;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Settings;
import dev.keyturn.throttle.RateLimiter;
import java.util.function.UnaryOperator;

/** The probes of {@code keyturn doctor}, implemented with AWS. */
public final class AwsProbes {
  private AwsProbes() {}

  /** The probes of a connection; makes no call. */
  public static DoctorProbes of(Aws aws, Settings settings, RuntimeEnvironment environment) {
    Connections to = aws.connections();
    return new DoctorProbes(
        to.region().id(),
        to.account(),
        new SesMailer(
            to.clients().ses(),
            to.looks(),
            new RateLimiter(environment, Mailer.USUAL_RATE),
            settings),
        new SeenGrants(to.clients(), to.looks(), to.account(), settings, to.region()),
        new SeenSending(to.clients().ses(), to.looks()),
        new SeenBucket(to.clients().s3(), to.looks(), settings, to.account()),
        new SeenUsers(to.clients(), to.looks(), to.account(), settings, UnaryOperator.identity()),
        new SeenTriggers(to.signed(), to.looks()));
  }

  /**
   * The probes of an account of the organization; makes no call.
   *
   * @param aws connected to the account, by a session of the member role
   */
  public static MemberProbes ofMember(Aws aws, Settings settings, AccountId id) {
    Connections to = aws.connections();
    Account account = aws.ports().account();
    return new MemberProbes(
        account,
        new SeenGrants(to.clients(), to.looks(), account, settings, to.region()),
        new SeenUsers(
            to.clients(), to.looks(), account, settings, new BucketLayout.Member(id)::key));
  }
}

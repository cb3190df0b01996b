package dev.keyturn.doctor.aws;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.doctor.probe.Outgoing;
import java.util.Objects;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.SendQuota;

/** The state of the account in SES, by SES v2 GetAccount. */
public final class SeenSending implements Outgoing {
  private final SesV2Client ses;
  private final Calls calls;

  public SeenSending(SesV2Client ses, Calls calls) {
    this.ses = ses;
    this.calls = calls;
  }

  @Override
  public Standing standing() {
    return calls.call(
        "SES GetAccount",
        () -> {
          GetAccountResponse account = ses.getAccount(request -> {});
          SendQuota quota = Objects.requireNonNull(account.sendQuota(), "it tells no quota");
          return new Standing(
              Objects.requireNonNull(account.productionAccessEnabled(), "it tells no access"),
              Objects.requireNonNull(account.sendingEnabled(), "it does not tell whether it sends"),
              Objects.requireNonNull(account.enforcementStatus(), "it tells no enforcement status"),
              quota.max24HourSend(),
              quota.sentLast24Hours(),
              quota.maxSendRate());
        });
  }
}

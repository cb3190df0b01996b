package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Settings;
import dev.keyturn.throttle.RateLimiter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.Body;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;
import software.amazon.awssdk.services.sesv2.model.SendQuota;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.VerificationStatus;

/** Sends mails by SES v2 SendEmail with simple content, which needs only ses:SendEmail. */
public final class SesMailer implements Mailer {
  /**
   * Prevent out-of-office replies: by RFC 3834, and for Exchange and Outlook by Microsoft's own
   * header (MS-OXCMAIL), which stops replies, but no report of a failed delivery. "Precedence:
   * bulk" is not set, because some filters would treat the mail as a newsletter, and neither is
   * "List-Unsubscribe", because owners cannot unsubscribe.
   */
  private static final List<MessageHeader> AUTOMATIC =
      List.of(
          header("Auto-Submitted", "auto-generated"),
          header("X-Auto-Response-Suppress", "OOF, AutoReply"));

  /**
   * SES's message for a daily quota that is used up. Its error code is not documented; the
   * throttling code was observed, but waiting does not help. A send rate that is exceeded is a
   * different case.
   */
  private static final Pattern QUOTA_USED_UP =
      Pattern.compile(
          "(daily|24[- ]?hours?)\\b.{0,40}\\bquota|\\b(message|sending)"
              + " quota\\b.{0,40}(exceeded|reached|used)|\\bquota\\b.{0,40}(daily|per day|24[-"
              + " ]?hours?)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CONFIGURATION_SET =
      Pattern.compile("configuration set .* does not exist", Pattern.CASE_INSENSITIVE);

  private final SesV2Client ses;
  private final Calls calls;
  private final RateLimiter limiter;
  private final Settings settings;

  public SesMailer(SesV2Client ses, Calls calls, RateLimiter limiter, Settings settings) {
    this.ses = ses;
    this.calls = calls;
    this.limiter = limiter;
    this.settings = settings;
  }

  /**
   * The address itself or one of its parent domains must be verified (SES developer guide,
   * "Verified identities").
   */
  @Override
  public Answer check() {
    EmailAddress sender = settings.sender().address();
    try {
      return identities(sender).anyMatch(this::verified)
          ? new Answer.Yes()
          : new Answer.No(
              "The sender '%s' (SES_EMAIL) is not verified in SES in %s (SES_REGION), nor is its domain. Verify it there, or name another."
                  .formatted(sender, settings.sesRegion()));
    } catch (PortFailure failure) {
      return new Answer.Unclear(failure);
    }
  }

  /**
   * The address, its domain and the parent domains: {@code a@x.y.z}, {@code x.y.z}, {@code y.z}.
   */
  public static Stream<String> identities(EmailAddress sender) {
    List<String> labels = List.of(sender.domain().split("\\."));
    return Stream.concat(
        Stream.of(sender.value()),
        IntStream.range(0, labels.size() - 1)
            .mapToObj(first -> String.join(".", labels.subList(first, labels.size()))));
  }

  private boolean verified(String identity) {
    return calls.call(
        "SES GetEmailIdentity of " + identity,
        () -> {
          try {
            GetEmailIdentityResponse found =
                ses.getEmailIdentity(request -> request.emailIdentity(identity));
            return Boolean.TRUE.equals(found.verifiedForSendingStatus())
                || found.verificationStatus() == VerificationStatus.SUCCESS;
          } catch (NotFoundException e) {
            return false;
          }
        });
  }

  /** Checks the account's suppression list in the sender's region, which SendEmail uses. */
  @Override
  public Mailbox mailbox(EmailAddress address) {
    try {
      return calls.call("SES GetSuppressedDestination of " + address, () -> suppression(address));
    } catch (PortFailure failure) {
      return new Mailbox.Unknown(failure.message());
    }
  }

  private Mailbox suppression(EmailAddress address) {
    try {
      String reason =
          ses.getSuppressedDestination(request -> request.emailAddress(address.value()))
              .suppressedDestination()
              .reasonAsString();
      return new Mailbox.Suppressed(Optional.ofNullable(reason).orElse("no reason given"));
    } catch (NotFoundException e) {
      return new Mailbox.Open();
    }
  }

  @Override
  public Allowance allowance() {
    try {
      Allowance allowance = calls.call("SES GetAccount", this::account);
      if (allowance instanceof Allowance.Known known) {
        limiter.set(known.perSecond());
      }
      return allowance;
    } catch (PortFailure failure) {
      return new Allowance.Unknown(failure.message());
    }
  }

  /** A quota of -1 means no quota (SES API v2 reference, SendQuota). */
  private Allowance account() {
    GetAccountResponse account = ses.getAccount(_ -> {});
    if (Boolean.FALSE.equals(account.sendingEnabled())) {
      return new Allowance.Paused();
    }
    SendQuota quota = account.sendQuota();
    double perDay = quota.max24HourSend();
    if (perDay == 0 || quota.maxSendRate() == 0) {
      return new Allowance.Paused(
          String.format(
              Locale.ROOT,
              "SES lets this account send no mail at all: %.0f in 24 hours, %.0f a second",
              perDay,
              quota.maxSendRate()));
    }
    return new Allowance.Known(
        quota.maxSendRate(),
        perDay < 0
            ? Long.MAX_VALUE
            : Math.max(0, (long) Math.floor(perDay - quota.sentLast24Hours())),
        !Boolean.FALSE.equals(account.productionAccessEnabled()));
  }

  @Override
  public void send(Mail mail) {
    SendEmailRequest request =
        SendEmailRequest.builder()
            .fromEmailAddress(settings.sender().from())
            .destination(to -> to.toAddresses(mail.to().value()))
            .replyToAddresses(
                switch (settings.options().contact()) {
                  case Contact.Known known -> List.of(known.address().value());
                  case Contact.None _ -> List.of();
                })
            .content(content(mail))
            .build();
    calls
        .at(limiter)
        .call(
            "SES SendEmail to " + mail.to(),
            () -> Objects.requireNonNull(accepted(request).messageId(), "it names no mail"));
  }

  /** Whether a message of SES is about the daily quota, not about the rate. */
  static boolean tellsThatTheQuotaIsUsedUp(String words) {
    return QUOTA_USED_UP.matcher(words).find();
  }

  private SendEmailResponse accepted(SendEmailRequest request) {
    try {
      return ses.sendEmail(request);
    } catch (SesV2Exception e) {
      String words = String.valueOf(e.getMessage());
      if (tellsThatTheQuotaIsUsedUp(words)) {
        throw PortFailure.ofAll(
            PortFailure.Kind.REFUSED,
            "SES sends no more mails for this account today: its sending quota for 24 hours is used"
                + " up. The next run continues; ask AWS for a higher quota.");
      }
      if (refusesAll(e, words)) {
        throw PortFailure.ofAll(
            PortFailure.Kind.REFUSED, "SES SendEmail was refused: " + Failures.words(e));
      }
      throw e;
    }
  }

  /**
   * Whether SES would also refuse other mails (SES API v2 reference, SendEmail, "Errors"): the
   * reason is the account, the sender or a configuration set, not this recipient.
   */
  private boolean refusesAll(SesV2Exception e, String words) {
    return switch (Failures.code(e)) {
      case "AccountSuspendedException",
          "SendingPausedException",
          "MailFromDomainNotVerifiedException",
          "NotFoundException",
          "ConfigurationSetDoesNotExist",
          "LimitExceededException" ->
          true;
      case "MessageRejected", "BadRequestException" ->
          CONFIGURATION_SET.matcher(words).find()
              || identities(settings.sender().address())
                  .anyMatch(
                      identity ->
                          words.toLowerCase(Locale.ROOT).contains("not verified")
                              && names(words, identity));
      default -> false;
    };
  }

  /** Whether SES's message lists an identity as not verified. */
  private static boolean names(String words, String identity) {
    return Pattern.compile(
            "(^|[\\s:,])" + Pattern.quote(identity) + "($|[\\s,.])", Pattern.CASE_INSENSITIVE)
        .matcher(words)
        .find();
  }

  private static EmailContent content(Mail mail) {
    Message message =
        Message.builder()
            .subject(utf8(mail.subject()))
            .body(Body.builder().text(utf8(mail.text())).html(utf8(mail.html())).build())
            .headers(AUTOMATIC)
            .build();
    return EmailContent.builder().simple(message).build();
  }

  private static MessageHeader header(String name, String value) {
    return MessageHeader.builder().name(name).value(value).build();
  }

  private static Content utf8(String text) {
    return Content.builder().data(text).charset("UTF-8").build();
  }
}

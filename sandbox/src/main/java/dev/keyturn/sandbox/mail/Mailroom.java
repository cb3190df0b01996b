package dev.keyturn.sandbox.mail;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SES in one region. An account starts out of the SES sandbox ({@code ProductionAccessEnabled});
 * inside it, recipients have to be verified too
 * (docs.aws.amazon.com/ses/latest/dg/request-production-access.html).
 */
public final class Mailroom {
  private static final int RECIPIENTS = 50;

  private final String region;
  private final InstantSource clock;
  private final Map<String, Boolean> identities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Suppressed> suppressed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Accepted> accepted = new ArrayList<>();
  private String enforcement = "HEALTHY";
  private Standing standing = new Standing(true, true, 50_000, 14);
  private double sendable = 14;
  private Instant sendableAt;

  /** The state in GetAccount: sandbox or not, sending enabled or not, quota and rate. */
  public record Standing(boolean productionAccess, boolean sending, int perDay, int perSecond) {}

  /** An entry of the suppression list; {@code reason} is BOUNCE or COMPLAINT. */
  public record Suppressed(String address, String reason, Instant since) {}

  public Mailroom(String region, InstantSource clock) {
    this.region = region;
    this.clock = clock;
    this.sendableAt = clock.instant();
  }

  /**
   * CreateEmailIdentity for an address or a domain; not verified until its owner acts, see {@link
   * #verify}.
   */
  public synchronized void create(String identity) {
    if (identities.putIfAbsent(identity, false) != null) {
      throw new AwsRefusal(
          400, "AlreadyExistsException", "Email identity " + identity + " already exist.");
    }
  }

  /**
   * Does what the owner of an address or a domain does: clicks on the link, or sets the DNS
   * records.
   */
  public synchronized void verify(String identity) {
    identities.put(identity, true);
  }

  public synchronized boolean verified(String identity) {
    return Optional.ofNullable(identities.get(identity))
        .orElseThrow(() -> noSuchIdentity(identity));
  }

  public synchronized Map<String, Boolean> identities() {
    Map<String, Boolean> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(identities);
    return copy;
  }

  public synchronized void delete(String identity) {
    if (identities.remove(identity) == null) {
      throw noSuchIdentity(identity);
    }
  }

  public synchronized Standing standing() {
    return standing;
  }

  public synchronized void standing(Standing next) {
    standing = next;
    sendable = next.perSecond();
    sendableAt = clock.instant();
  }

  /**
   * The maximum send rate and the quota for 24 hours; each recipient counts
   * (docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html, and "-errors").
   */
  private void keepToQuota(int recipients) {
    Instant now = clock.instant();
    double seconds = Duration.between(sendableAt, now).toMillis() / 1000.0;
    sendable = Math.min(standing.perSecond(), sendable + seconds * standing.perSecond());
    sendableAt = now;
    if (standing.perDay() >= 0
        && acceptedSince(Duration.ofDays(1)) + recipients > standing.perDay()) {
      throw new AwsRefusal(429, "TooManyRequestsException", "Daily message quota exceeded.");
    }
    if (sendable < 1) {
      throw new AwsRefusal(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
    }
    sendable -= recipients;
  }

  /** What GetAccount says about reviews and pauses: HEALTHY, PROBATION or SHUTDOWN. */
  public synchronized String enforcement() {
    return enforcement;
  }

  public synchronized void enforcement(String next) {
    enforcement = next;
  }

  /** PutSuppressedDestination; for an address that is there already, the reason is replaced. */
  public synchronized void suppress(String address, String reason) {
    if (!List.of("BOUNCE", "COMPLAINT").contains(reason)) {
      throw new AwsRefusal(400, "BadRequestException", "Invalid suppression reason: " + reason);
    }
    suppressed.put(address, new Suppressed(address, reason, clock.instant()));
  }

  public synchronized Suppressed suppressed(String address) {
    return Optional.ofNullable(suppressed.get(address))
        .orElseThrow(
            () ->
                new AwsRefusal(
                    404,
                    "NotFoundException",
                    "Email address " + address + " does not exist on your suppression list."));
  }

  /** ListSuppressedDestinations, by address. */
  public synchronized List<Suppressed> suppressed() {
    return List.copyOf(suppressed.values());
  }

  public synchronized void unsuppress(String address) {
    suppressed(address);
    suppressed.remove(address);
  }

  /**
   * SendEmail. A suppressed recipient is no error: "SES accepts the message, but doesn't send it"
   * (docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html, where the reason of the
   * entry is one of the account's suppression settings; here, both are set).
   */
  public synchronized Accepted send(Mail mail) {
    List<String> recipients =
        Stream.of(mail.to(), mail.cc(), mail.bcc())
            .flatMap(List::stream)
            .map(Mailroom::address)
            .toList();
    if (recipients.isEmpty()) {
      throw new AwsRefusal(400, "BadRequestException", "Must specify at least one recipient.");
    }
    if (recipients.size() > RECIPIENTS) {
      throw new AwsRefusal(
          400, "BadRequestException", "Recipient count exceeds " + RECIPIENTS + ".");
    }
    for (String recipient : recipients) {
      if (!recipient.matches("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)*") || !ascii(recipient)) {
        throw new AwsRefusal(400, "BadRequestException", "Illegal address: " + recipient);
      }
    }
    if (!ascii(mail.from())) {
      throw new AwsRefusal(400, "BadRequestException", "Illegal address: " + mail.from());
    }
    if (!standing.sending()) {
      throw new AwsRefusal(
          400,
          "SendingPausedException",
          "Email sending is disabled for this account in this region.");
    }
    Stream<String> checked = standing.productionAccess() ? Stream.empty() : recipients.stream();
    List<String> unverified =
        Stream.concat(Stream.of(address(mail.from())), checked)
            .filter(address -> !mayUse(address))
            .toList();
    if (!unverified.isEmpty()) {
      throw new AwsRefusal(
          400,
          "MessageRejected",
          "Email address is not verified. The following identities failed the check in region "
              + region.toUpperCase(Locale.ROOT)
              + ": "
              + String.join(", ", unverified));
    }
    keepToQuota(recipients.size());
    String id =
        String.format(
            Locale.ROOT,
            "%016x-%08d-sandbox-000000",
            clock.instant().toEpochMilli(),
            accepted.size());
    Accepted taken =
        new Accepted(
            id,
            clock.instant(),
            mail,
            recipients.stream().filter(suppressed::containsKey).toList());
    accepted.add(taken);
    return taken;
  }

  /** All mails that were accepted, the oldest first. */
  public synchronized List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** Throws all mails away that were accepted; they count towards no quota any more. */
  public synchronized void clear() {
    accepted.clear();
  }

  public synchronized long acceptedSince(Duration age) {
    Instant start = clock.instant().minus(age);
    // The clock never runs backward, so the latest mails are the last.
    return accepted.reversed().stream().takeWhile(mail -> mail.at().isAfter(start)).count();
  }

  /** Whether the address, its domain or a parent of that is verified. */
  private boolean mayUse(String address) {
    return verifiedFor(address).isPresent();
  }

  /**
   * The identity that a sender's mails are sent by: the address, its domain or a parent of that,
   * whichever is verified first; the address itself where none is.
   */
  public synchronized String identityOf(String mailbox) {
    String address = address(mailbox);
    return verifiedFor(address).orElse(address);
  }

  private Optional<String> verifiedFor(String address) {
    if (Boolean.TRUE.equals(identities.get(address))) {
      return Optional.of(address);
    }
    String domain = address.substring(address.indexOf('@') + 1);
    while (domain.contains(".")) {
      if (Boolean.TRUE.equals(identities.get(domain))) {
        return Optional.of(domain);
      }
      domain = domain.substring(domain.indexOf('.') + 1);
    }
    return Optional.empty();
  }

  /** The bare address of {@code Name <address>}. */
  public static String address(String mailbox) {
    int open = mailbox.lastIndexOf('<');
    int close = mailbox.lastIndexOf('>');
    return (open >= 0 && close > open ? mailbox.substring(open + 1, close) : mailbox).strip();
  }

  /** A domain is to be in Punycode, a name in encoded words (SES API v2 reference, SendEmail). */
  private static boolean ascii(String text) {
    return text.chars().allMatch(one -> one < 128);
  }

  private static AwsRefusal noSuchIdentity(String identity) {
    return new AwsRefusal(
        404, "NotFoundException", "Email identity " + identity + " does not exist.");
  }
}

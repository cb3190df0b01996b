package dev.keyturn.run;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.DigestWriter;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.run.Run.Applied;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Settings;
import java.util.function.Supplier;

/**
 * Sends the digest of an applied run to the administrators, as the last step. At most one mail. A
 * failure is reported and does not affect the run.
 */
public final class DigestSender {
  private final Contact contact;
  private final Ports ports;
  private final DigestWriter digestWriter;

  public DigestSender(Settings settings, Ports ports, DigestWriter digestWriter) {
    this.contact = settings.options().contact();
    this.ports = ports;
    this.digestWriter = digestWriter;
  }

  /** The result. */
  public sealed interface Sent {
    record To(EmailAddress address) implements Sent {}

    /** There is nothing to report, or no recipient. */
    record Nothing() implements Sent {}

    record Not(String why) implements Sent {}
  }

  /** Whether there is something to report and a recipient. */
  public boolean wanted(Applied applied) {
    return contact instanceof Contact.Known && DigestBuilder.worthTelling(applied.report());
  }

  /** Sends the digest of a run without a page. */
  public Sent send(Applied applied) {
    return send(applied, Digest.Page.None::new);
  }

  /**
   * Sends the digest.
   *
   * @param page the name in the bucket of the run's page
   */
  public Sent send(Applied applied, String page) {
    return send(
        applied,
        () -> new Digest.Page.At(ports.credentialStore().place(page, new Expiry.Unknown())));
  }

  private Sent send(Applied applied, Supplier<Digest.Page> page) {
    try {
      if (!(contact instanceof Contact.Known(EmailAddress address))
          || !DigestBuilder.worthTelling(applied.report())) {
        return new Sent.Nothing();
      }
      Digest digest = DigestBuilder.of(applied, page.get());
      ports.mailer().send(digestWriter.write(address, digest, applied.report().date()));
      return new Sent.To(address);
    } catch (PortFailure failure) {
      return new Sent.Not(failure.message());
    } catch (RuntimeException mistake) {
      return new Sent.Not("a defect of Keyturn, please report it: " + mistake);
    }
  }
}

package dev.keyturn.mail.template;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Kind;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.Signature.Contact;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Mails of every kind about made-up users, to preview the templates of an installation. */
public final class SampleMails {
  /** A made-up contact, used without settings. */
  public static final Contact CONTACT = Samples.SIGNED.contact();

  private static final EmailAddress ADMINISTRATORS = new EmailAddress("cloud-team@corp.example");
  private static final EmailAddress OWNER = new EmailAddress("alice@corp.example");

  private SampleMails() {}

  /**
   * One mail.
   *
   * @param name the kind, as in the names of its templates, with a number if the kind has several
   *     cases
   */
  public record Sample(String name, Mail mail) {}

  /**
   * All kinds of mail to owners, in the order of a key's life; then the digests.
   *
   * @param installation the name in the subjects
   * @param contact whom the mails name
   */
  public static List<Sample> of(Templates templates, String installation, Contact contact) {
    Signature signature =
        new Signature(installation, Samples.SIGNED.account(), Samples.SIGNED.partition(), contact);
    TemplateMailWriter noticeWriter = new TemplateMailWriter(templates, signature);
    List<Sample> samples = new ArrayList<>();
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    for (Notice notice : Samples.notices()) {
      Kind kind = Kind.of(notice);
      samples.add(new Sample(name(kind, seen), noticeWriter.write(OWNER, notice, Samples.TODAY)));
    }
    for (Digest digest : SampleDigests.all()) {
      samples.add(
          new Sample(
              name(Kind.DIGEST, seen), noticeWriter.write(ADMINISTRATORS, digest, Samples.TODAY)));
    }
    return samples;
  }

  private static String name(Kind kind, Map<Kind, Integer> seen) {
    int number = seen.merge(kind, 1, Integer::sum);
    return number == 1 ? kind.word() : kind.word() + "-" + number;
  }
}

package dev.keyturn.mail.template;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.DigestWriter;
import dev.keyturn.mail.Kind;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.mail.Signature;
import java.time.LocalDate;
import java.util.Map;

/** Writes mails by templates. Safe for use by many threads. */
public final class TemplateMailWriter implements NoticeWriter, DigestWriter {
  private final Templates templates;
  private final Signature signature;

  public TemplateMailWriter(Templates templates, Signature signature) {
    this.templates = templates;
    this.signature = signature;
  }

  @Override
  public Mail write(EmailAddress to, Notice notice, LocalDate today) {
    return write(to, Kind.of(notice), Variables.of(notice, signature, today));
  }

  @Override
  public Mail write(EmailAddress to, Digest digest, LocalDate today) {
    return write(to, Kind.DIGEST, DigestVariables.of(digest, signature, today));
  }

  private Mail write(EmailAddress to, Kind kind, Map<String, Object> variables) {
    MailTemplate template = templates.of(kind);
    return new Mail(
        to, template.subject(variables), template.text(variables), template.html(variables));
  }
}

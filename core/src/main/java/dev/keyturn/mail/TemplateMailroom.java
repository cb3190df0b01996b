package dev.keyturn.mail;

import dev.keyturn.policy.EmailAddress;
import java.time.LocalDate;
import java.util.Map;

/** Writes mails by templates. Safe for use by many threads. */
public final class TemplateMailroom implements Mailroom {
  private final Templates templates;
  private final Signature signature;

  public TemplateMailroom(Templates templates, Signature signature) {
    this.templates = templates;
    this.signature = signature;
  }

  @Override
  public Mail write(EmailAddress to, Notice notice, LocalDate today) {
    MailTemplate template = templates.of(Kind.of(notice));
    Map<String, Object> variables = Variables.of(notice, signature, today);
    return new Mail(
        to, template.subject(variables), template.text(variables), template.html(variables));
  }
}

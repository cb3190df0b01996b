package dev.keyturn.apply;

import dev.keyturn.mail.DigestWriter;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.Account;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Options.MailTemplates;
import dev.keyturn.settings.Settings;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The mails of an installation: its templates and its signature. Templates of its own are checked
 * before anything is read; those that come with Keyturn are read when the first mail is written.
 */
public final class MailFactory implements NoticeWriters {
  private final Settings settings;
  private final Supplier<Templates> templates;

  public MailFactory(Settings settings) throws UnusableTemplates {
    this.settings = settings;
    this.templates =
        switch (settings.options().templates()) {
          case MailTemplates.Standard _ -> Templates::standard;
          case MailTemplates.InDirectory directory -> {
            Templates own = Templates.replacedBy(Path.of(directory.path()));
            yield () -> own;
          }
        };
  }

  @Override
  public NoticeWriter noticeWriter(Account account) {
    return (to, notice, today) ->
        new TemplateMailWriter(templates.get(), signature(account.identify()))
            .write(to, notice, today);
  }

  /** The same for digests: signs with the account, once it is known. */
  public DigestWriter digestWriter(Account account) {
    return (to, digest, today) ->
        new TemplateMailWriter(templates.get(), signature(account.identify()))
            .write(to, digest, today);
  }

  private Signature signature(Account.Identity identity) {
    return new Signature(
        settings.name(),
        identity.accountId(),
        identity.partition(),
        switch (settings.options().contact()) {
          case Contact.Known known -> new Signature.Contact.Known(known.address());
          case Contact.None _ -> new Signature.Contact.None();
        });
  }
}

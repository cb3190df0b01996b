package dev.keyturn.run;

import dev.keyturn.mail.Mailroom;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.TemplateMailroom;
import dev.keyturn.mail.Templates;
import dev.keyturn.mail.UnusableTemplates;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Options.MailTemplates;
import dev.keyturn.settings.Settings;
import java.nio.file.Path;

/**
 * The mails of an installation: its templates, which are checked before anything is read, and its
 * signature.
 */
public final class Letters {
  private final Settings settings;
  private final Templates templates;

  public Letters(Settings settings) throws UnusableTemplates {
    this.settings = settings;
    this.templates =
        switch (settings.options().templates()) {
          case MailTemplates.Standard _ -> Templates.standard();
          case MailTemplates.InDirectory directory ->
              Templates.replacedBy(Path.of(directory.path()));
        };
  }

  /** Signs with the account, once it is known. */
  public Mailroom mailroom(Account account) {
    return (to, notice, today) ->
        new TemplateMailroom(templates, signature(account.identify())).write(to, notice, today);
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

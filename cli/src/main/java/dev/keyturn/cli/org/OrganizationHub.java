package dev.keyturn.cli.org;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.Hub;
import dev.keyturn.org.OrganizationPlan;
import dev.keyturn.org.Surveyor;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;

/**
 * The hub of an organization, connected.
 *
 * @param aws signs as the hub
 * @param hub what is the same for all accounts
 */
public record OrganizationHub(
    Settings settings, Organization.Of organization, Aws aws, RuntimeEnvironment runtime, Hub hub) {
  /** A plan over the accounts; nothing is read yet. */
  public OrganizationPlan plan() throws UnusableTemplates {
    AccountDirectory directory = aws.directory(organization);
    Surveyor surveyor =
        new Surveyor(
            settings, directory, aws.members(organization), runtime, new MailFactory(settings));
    return new OrganizationPlan(settings, organization, hub, directory, surveyor);
  }
}

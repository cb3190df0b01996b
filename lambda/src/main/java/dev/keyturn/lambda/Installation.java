package dev.keyturn.lambda;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.event.Events;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Workplace;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings, templates and clients, which invocations share. Each invocation creates its own run
 * with them, which reads AWS again.
 */
sealed interface Installation {

  /** Valid settings and a connection; no call was made yet. */
  record Sound(Workplace place, Optional<OrganizationModes> modes) implements Installation {}

  /** The error of each invocation, until the deployment is fixed. */
  record Unsound(List<String> problems) implements Installation {
    public Unsound {
      problems = List.copyOf(problems);
    }

    String message() {
      return "Invalid settings; nothing was read or changed. " + String.join(". ", problems);
    }
  }

  static Installation of(
      Map<String, String> environment, RuntimeEnvironment runtime, Events events) {
    return switch (Settings.read(environment)) {
      case Checked.Unsound unsound -> new Unsound(unsound.texts());
      case Checked.Sound sound -> connected(sound.settings(), runtime, events);
    };
  }

  private static Installation connected(
      Settings settings, RuntimeEnvironment runtime, Events events) {
    try {
      MailFactory mails = new MailFactory(settings);
      Aws aws = Aws.connect(settings, runtime);
      return new Sound(
          new Workplace(settings, aws.ports(), mails, aws.eventBus(), runtime, events),
          settings.options().organization() instanceof Organization.Of of
              ? Optional.of(new OrganizationModes(settings, of, aws, runtime, mails))
              : Optional.empty());
    } catch (UnusableTemplates e) {
      return new Unsound(e.problems());
    } catch (CannotBegin e) {
      return new Unsound(List.of(String.valueOf(e.getMessage())));
    }
  }
}

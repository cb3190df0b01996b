package dev.keyturn.settings;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.policy.NoActionDays;

/**
 * The optional settings.
 *
 * @param dryRun {@code DRY_RUN}: whether every run only plans
 * @param iamCallsPerSecond {@code IAM_CALLS_PER_SECOND}: the maximum rate of IAM calls; lower while
 *     IAM throttles
 * @param htmlReport {@code HTML_REPORT}: whether the function stores a report page
 * @param remindEveryDays {@code REMIND_EVERY_DAYS}: how often a warning repeats; at least 1
 * @param noAction {@code NO_ACTION_ON}: the days on which no key is deactivated or deleted
 * @param eventBus {@code EVENT_BUS}: where events about what happened are put
 * @param organization {@code ORG_ID}: whether Keyturn works on the accounts of an organization
 */
public record Options(
    Contact contact,
    Encryption encryption,
    MailTemplates templates,
    ActionLimit actionLimit,
    boolean dryRun,
    int iamCallsPerSecond,
    boolean htmlReport,
    int remindEveryDays,
    NoActionDays noAction,
    EventBusChoice eventBus,
    Organization organization) {
  /**
   * IAM's limits are not published; users report ten to several tens of calls per second, and all
   * tools of an account share them. At this rate a run of fifteen minutes processes about 1,500
   * users.
   */
  public static final int IAM_CALLS_PER_SECOND = 20;

  /** The default of a plan without an apply: it only reads. */
  public static final int PLAN_CALLS_PER_SECOND = 50;

  /** Warnings repeat each day. */
  public static final int DAILY = 1;

  /** Options for one account, without events. */
  public Options(
      Contact contact,
      Encryption encryption,
      MailTemplates templates,
      ActionLimit actionLimit,
      boolean dryRun,
      int iamCallsPerSecond,
      boolean htmlReport,
      int remindEveryDays,
      NoActionDays noAction) {
    this(
        contact,
        encryption,
        templates,
        actionLimit,
        dryRun,
        iamCallsPerSecond,
        htmlReport,
        remindEveryDays,
        noAction,
        new EventBusChoice.None(),
        new Organization.None());
  }

  /** Options with the default rate and daily warnings. */
  public Options(
      Contact contact,
      Encryption encryption,
      MailTemplates templates,
      ActionLimit actionLimit,
      boolean dryRun) {
    this(
        contact,
        encryption,
        templates,
        actionLimit,
        dryRun,
        IAM_CALLS_PER_SECOND,
        true,
        DAILY,
        NoActionDays.none());
  }

  /** Options without a limit of actions, with the default rate. */
  public Options(Contact contact, Encryption encryption, MailTemplates templates) {
    this(contact, encryption, templates, new ActionLimit.None(), false);
  }

  /** The same with another limit of actions. */
  Options with(ActionLimit limit) {
    return new Options(
        contact,
        encryption,
        templates,
        limit,
        dryRun,
        iamCallsPerSecond,
        htmlReport,
        remindEveryDays,
        noAction,
        eventBus,
        organization);
  }

  /** {@code ADMIN_EMAIL}: the contact for owners, and the reply address of all mails. */
  public sealed interface Contact {
    record Known(EmailAddress address) implements Contact {}

    record None() implements Contact {}
  }

  /** {@code KMS_KEY_ID}: how S3 encrypts the files. */
  public sealed interface Encryption {
    /** SSE-S3, with keys that S3 manages. */
    record ByS3() implements Encryption {}

    /** SSE-KMS, with this key: an id, an alias or an ARN. */
    record ByKms(String keyId) implements Encryption {}
  }

  /** {@code MAIL_TEMPLATES}: where this installation keeps templates of its own. */
  public sealed interface MailTemplates {
    record Standard() implements MailTemplates {}

    record InDirectory(String path) implements MailTemplates {}
  }

  /** {@code EVENT_BUS}: whether runs put events, and where. */
  public sealed interface EventBusChoice {
    record None() implements EventBusChoice {}

    /** A bus in the region of the run, by its name or its ARN. */
    record Bus(String nameOrArn) implements EventBusChoice {}
  }

  /**
   * {@code MAX_ACTIONS_PER_RUN}: the maximum number of keys that a run replaces, deactivates or
   * deletes.
   */
  public sealed interface ActionLimit {
    record None() implements ActionLimit {}

    /** The part of an account, of a limit that the accounts of an organization share. */
    record Allotted(int actions) implements ActionLimit {}

    /** At least one. */
    record AtMost(int actions) implements ActionLimit {
      public AtMost {
        if (actions < 1) {
          throw new IllegalArgumentException("not a number of actions: " + actions);
        }
      }
    }
  }
}

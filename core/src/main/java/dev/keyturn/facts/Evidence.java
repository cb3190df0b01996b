package dev.keyturn.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was looked up for decisions that need more than keys and tags. */
public record Evidence(List<Finding> findings) {
  private static final Evidence NONE = new Evidence(List.of());

  public Evidence {
    findings = List.copyOf(findings);
  }

  /** No evidence. */
  public static Evidence none() {
    return NONE;
  }

  /** The result of one lookup. */
  public sealed interface Finding {
    /** A new key: its last use, and what lies under the name of its credentials. */
    record NewKey(KeyId key, LastUse use, StoredFile file) implements Finding {
      /** Whether its owner may have its secret: it was used, or its file can be fetched. */
      public boolean obtainable() {
        return use instanceof LastUse.At || file.plausible();
      }
    }

    /** The last use of an old key. */
    record OldKey(KeyId key, LastUse use) implements Finding {}

    /**
     * The last use of a key, for mails, warnings and forecasts: from the credential report, up to
     * four hours old, or from IAM where a forecast has no report.
     */
    record Reported(KeyId key, LastUse use) implements Finding {}

    /** What Keyturn has noted of the user's keys. */
    record Noted(Notes notes) implements Finding {}

    /** Whether mails to an address are delivered. */
    record Address(EmailAddress address, Mailbox mailbox) implements Finding {}

    /** Whether the owner can read the file of a new key. */
    record Access(FileAccess access) implements Finding {}

    /** AWS has found a key of the user in public. */
    record Quarantined(Quarantine quarantine) implements Finding {}
  }

  /** Adds one finding. */
  public Evidence and(Finding finding) {
    List<Finding> all = new ArrayList<>(findings);
    all.add(finding);
    return new Evidence(all);
  }

  /** What is known of a new key. */
  public Optional<Finding.NewKey> ofNewKey(KeyId key) {
    return findings.stream()
        .filter(Finding.NewKey.class::isInstance)
        .map(Finding.NewKey.class::cast)
        .filter(found -> found.key().equals(key))
        .findFirst();
  }

  /** What is known of the use of an old key. */
  public Optional<LastUse> ofOldKey(KeyId key) {
    return findings.stream()
        .filter(Finding.OldKey.class::isInstance)
        .map(Finding.OldKey.class::cast)
        .filter(found -> found.key().equals(key))
        .map(Finding.OldKey::use)
        .findFirst();
  }

  /** The last use of a key, as reported. */
  public Optional<LastUse> reportedUse(KeyId key) {
    return findings.stream()
        .filter(Finding.Reported.class::isInstance)
        .map(Finding.Reported.class::cast)
        .filter(found -> found.key().equals(key))
        .map(Finding.Reported::use)
        .findFirst();
  }

  /** Replaces the notes. */
  public Evidence noted(Notes notes) {
    return new Evidence(
            findings.stream().filter(found -> !(found instanceof Finding.Noted)).toList())
        .and(new Finding.Noted(notes));
  }

  /** What Keyturn has noted; unknown until that was looked up. */
  public Notes notes() {
    return findings.stream()
        .filter(Finding.Noted.class::isInstance)
        .map(found -> ((Finding.Noted) found).notes())
        .findFirst()
        .orElseGet(Notes::unknown);
  }

  /** What is known of an address. */
  public Optional<Mailbox> ofAddress(EmailAddress address) {
    return findings.stream()
        .filter(Finding.Address.class::isInstance)
        .map(Finding.Address.class::cast)
        .filter(found -> found.address().equals(address))
        .map(Finding.Address::mailbox)
        .findFirst();
  }

  /** Whether the owner can read the file of a new key, if that was looked up. */
  public Optional<FileAccess> access() {
    return findings.stream()
        .filter(Finding.Access.class::isInstance)
        .map(found -> ((Finding.Access) found).access())
        .findFirst();
  }

  /** Whether AWS has found a key of the user in public, as far as that was looked up. */
  public Optional<Quarantine> quarantine() {
    return findings.stream()
        .filter(Finding.Quarantined.class::isInstance)
        .map(found -> ((Finding.Quarantined) found).quarantine())
        .findFirst();
  }

  /** The findings to keep when facts are read again: no decision removes a key because of them. */
  public Evidence lasting() {
    return new Evidence(findings.stream().filter(Evidence::lasts).toList());
  }

  private static boolean lasts(Finding finding) {
    return switch (finding) {
      case Finding.Address _,
          Finding.Access _,
          Finding.Reported _,
          Finding.Noted _,
          Finding.Quarantined _ ->
          true;
      case Finding.NewKey _, Finding.OldKey _ -> false;
    };
  }
}

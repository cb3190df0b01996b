package dev.keyturn.doctor;

import java.util.Locale;

/** What findings are grouped by, in the order in which they are looked at. */
public enum Section {
  SETTINGS,
  CREDENTIALS,
  PERMISSIONS,
  SENDER,
  BUCKET,
  USERS,
  OWNERS,
  SCHEDULE;

  /** The first part of the ids of its findings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

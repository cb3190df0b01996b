package dev.keyturn.event;

/** The kinds of effects that a run, or an administrator's command, can have. */
public enum Effect {
  /** No effect yet: a key is about to be replaced, deactivated, deleted or reactivated. */
  BEGIN("begin"),
  RECORD("record"),
  CLEAR_RECORD("clear record"),
  CREATE_KEY("create key"),
  STORE_FILE("store file"),
  CLAIM_FILE("claim file"),
  DEACTIVATE_KEY("deactivate key"),
  ACTIVATE_KEY("activate key"),
  DELETE_KEY("delete key"),
  SEND_MAIL("send mail");

  private final String word;

  Effect(String word) {
    this.word = word;
  }

  /** The word in logs and in the audit trail; never changes. */
  public String word() {
    return word;
  }
}

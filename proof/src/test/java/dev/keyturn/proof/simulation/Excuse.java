package dev.keyturn.proof.simulation;

/** What the documents except from a promise; counted, so that nobody has to guess how often. */
enum Excuse {
  /** The owner changed a key within the minute before the step, or while reads lagged. */
  OWNER_CHANGED_A_KEY,
  /** The owner changed the record within that time. */
  OWNER_CHANGED_THE_RECORD,
  /** The owner dropped the address while a run was at work. */
  OWNER_DROPPED_THE_ADDRESS,
  /** The owner exempted a user while a run was at work. */
  OWNER_EXEMPTED_A_USER,
  /** SES suppressed the address, or the owner set such a one, after the run had asked. */
  ADDRESS_SUPPRESSED_MEANWHILE,
  /** Whether the address is suppressed could not be told. */
  ADDRESS_NOT_LOOKED_UP,
  /** The owner used the old key after the run had asked. */
  OWNER_USED_THE_OLD_KEY,
  /** The owner filled the tags while a run was at work. */
  OWNER_FILLED_THE_TAGS,
  /** A key made by hand within two minutes of a cut-off rotation, never used. */
  OWNERS_KEY_TAKEN_FOR_AN_ORPHAN,
  /**
   * A known defect (docs/simulation.md): a run wrote {@code rotating} over the finished rotation of
   * another that was at work at the same time, and did not come to bring it in order; then the file
   * went, and the key was not used.
   */
  HANDED_OVER_KEY_TAKEN_FOR_AN_ORPHAN,
  /** Reads that lag by more than half a minute made a run forget a finished rotation. */
  FINISHED_ROTATION_FORGOTTEN,
  /** The record is another tool's, or follows from one. */
  RECORD_OF_ANOTHER_TOOL,
  /** The file was readable when the run looked, within the minute before the step. */
  FILE_WENT_MEANWHILE,
  /** The record is an adversary's, or follows from one; the facts justify the step. */
  RECORD_FORGED,
  /** Somebody put back an earlier version of what Keyturn itself had noted. */
  STATE_FORGED,
  /** An owner interfered before the new key was announced. */
  FORSAKEN
}

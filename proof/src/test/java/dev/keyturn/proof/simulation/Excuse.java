package dev.keyturn.proof.simulation;

/** Documented exceptions from a promise; the simulation counts them. */
enum Excuse {
  /** The owner changed a key within the minute before the step, or while reads lagged. */
  OWNER_CHANGED_A_KEY,
  /** The owner changed the record within that time. */
  OWNER_CHANGED_THE_RECORD,
  /** The owner removed the address during a run. */
  OWNER_DROPPED_THE_ADDRESS,
  /** The owner exempted a user during a run. */
  OWNER_EXEMPTED_A_USER,
  /** SES suppressed the address, or the owner set a suppressed one, after the run's check. */
  ADDRESS_SUPPRESSED_MEANWHILE,
  /** It was unknown whether the address is suppressed. */
  ADDRESS_NOT_LOOKED_UP,
  /** The owner used the old key after the run's check. */
  OWNER_USED_THE_OLD_KEY,
  /** A day without deactivations and deletions began after the run had read the keys. */
  NO_ACTION_DAY_BEGAN,
  /** The owner filled the tags during a run. */
  OWNER_FILLED_THE_TAGS,
  /** A key made by hand within two minutes of a cut-off rotation, never used. */
  OWNERS_KEY_TAKEN_FOR_AN_ORPHAN,
  /**
   * A known defect (docs/simulation.md): a run overwrote the finished rotation of a simultaneous
   * run with {@code rotating} and did not correct it; then the file was removed, and the key was
   * not used.
   */
  HANDED_OVER_KEY_TAKEN_FOR_AN_ORPHAN,
  /** Reads that lag by more than half a minute made a run forget a finished rotation. */
  FINISHED_ROTATION_FORGOTTEN,
  /** The record is another tool's, or follows from one. */
  RECORD_OF_ANOTHER_TOOL,
  /** The file was readable when the run checked, within the minute before the step. */
  FILE_WENT_MEANWHILE,
  /** The record is an adversary's, or follows from one; the facts justify the step. */
  RECORD_FORGED,
  /** The adversary restored an earlier version of Keyturn's notes, or deleted them. */
  STATE_FORGED,
  /**
   * An adversary put a file of the same form under the key's name, and Keyturn's notes about the
   * stored one were lost, or do not know its entity tag. The mail takes nothing away, and {@code
   * keyturn fetch} refuses the file.
   */
  FILE_FORGED,
  /** An owner interfered before the new key was announced. */
  FORSAKEN
}

package dev.keyturn.proof.simulation;

import static dev.keyturn.proof.simulation.Power.DAMAGE;
import static dev.keyturn.proof.simulation.Power.FILES;
import static dev.keyturn.proof.simulation.Power.FORGERY;
import static dev.keyturn.proof.simulation.Power.TAGS;

/** Acts of an adversary, at any time. */
enum Attack {
  /** Any phase, any date, any key. */
  WRITE_RECORD(TAGS),
  /** A record and an address in one call. */
  WRITE_RECORD_AND_ADDRESS(TAGS),
  /** Another user's record. */
  COPY_RECORD(TAGS),
  /** A record that this user had before. */
  REPLAY_RECORD(TAGS),
  CLEAR_RECORD(TAGS),
  /** A record by which the second of two keys is the one of a cut-off rotation. */
  WRITE_RECORD_OF_SECOND_KEY(TAGS),
  WRITE_ADDRESS(TAGS),
  WRITE_EXEMPTION(TAGS),
  CLEAR_EXEMPTION(TAGS),
  /** A threshold of any size, or none. */
  WRITE_THRESHOLD(TAGS),
  /** Other content under the name of a key's file. */
  WRITE_JUNK(FILES),
  /** A file in the right form, with another secret. */
  WRITE_LOOKALIKE(FILES),
  /** The file of another key. */
  COPY_FILE(FILES),
  EMPTY_FILE(FILES),
  DELETE_FILE(FILES),
  DAMAGE_STATE(DAMAGE),
  EMPTY_STATE(DAMAGE),
  DELETE_STATE(DAMAGE),
  OVERSIZE_STATE(DAMAGE),
  REPLAY_STATE(FORGERY);

  /** The power that it requires. */
  final Power power;

  Attack(Power power) {
    this.power = power;
  }
}

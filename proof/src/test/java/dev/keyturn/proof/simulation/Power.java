package dev.keyturn.proof.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The permissions of a company's adversary. */
enum Power {
  /** Tag any user ({@code iam:TagUser}). */
  TAGS,
  /** Put and delete objects under {@code credential/}. */
  FILES,
  /** Damage objects under {@code state/}: overwrite them with garbage, empty and delete them. */
  DAMAGE,
  /** Forge objects under {@code state/} by restoring earlier versions. */
  FORGERY;

  /** No adversary. */
  static final Set<Power> NONE = EnumSet.noneOf(Power.class);

  private static final List<Set<Power>> ALL =
      List.of(
          EnumSet.of(TAGS),
          EnumSet.of(TAGS),
          EnumSet.of(FILES),
          EnumSet.of(TAGS, FILES),
          EnumSet.of(DAMAGE),
          EnumSet.of(TAGS, DAMAGE),
          EnumSet.of(TAGS, FORGERY));

  /** One of three companies has no adversary. */
  static Set<Power> draw(Dice dice) {
    return dice.chance(1.0 / 3) ? NONE : dice.one(ALL);
  }
}

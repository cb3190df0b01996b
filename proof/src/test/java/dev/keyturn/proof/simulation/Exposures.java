package dev.keyturn.proof.simulation;

import java.util.List;
import java.util.Optional;

/** AWS finds keys in public and quarantines their users, until administrators end that. */
final class Exposures {
  private static final List<String> POLICIES =
      List.of(
          "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine",
          "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2",
          "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
          "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV12");

  private final Scene scene;
  private final Dice dice;

  /** The probability that a key of a user is found on a day. */
  private final double daily;

  Exposures(Scene scene, Dice dice) {
    this.scene = scene;
    this.dice = dice;
    this.daily = dice.one(List.of(0.0, 0.0, 0.002, 0.02));
  }

  void day() {
    for (UserStory user : List.copyOf(scene.judge().users.values())) {
      Optional<String> policy = policy(user);
      if (policy.isPresent() && dice.chance(0.1)) {
        release(user);
      } else if (policy.isEmpty() && dice.chance(daily)) {
        String found = dice.one(POLICIES);
        scene.account().policies().attach(user.name, found);
        scene.tally().count(Event.QUARANTINED);
        scene.tell(() -> "AWS attaches " + found + " to " + user.name);
      }
    }
  }

  /** Ends all of them. */
  void end() {
    scene.judge().users.values().forEach(this::release);
  }

  private void release(UserStory user) {
    policy(user).ifPresent(policy -> scene.account().policies().detach(user.name, policy));
  }

  private Optional<String> policy(UserStory user) {
    return scene.account().users().get(user.name).attachedPolicies().stream().findFirst();
  }

  /** What is counted. */
  enum Event {
    QUARANTINED
  }
}

package dev.keyturn.plan;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.ExposedKeys;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Question;
import dev.keyturn.policy.Reminders;
import dev.keyturn.state.NoteStore;
import java.time.LocalDate;
import java.util.function.Supplier;

/**
 * Decides about one user with {@link Planner}, and looks up the evidence that it needs.
 *
 * @param reminders the warnings sent by the time of the decision
 */
public record Decider(
    Policy policy, FactsReader reader, NoteStore notes, Supplier<Reminders> reminders) {

  /** Decides; if that needs more than keys and tags, looks it up and decides again. */
  public UserDecision decide(Facts facts, LocalDate today) {
    notes.active(facts);
    Facts seen = noted(facts, today);
    Decision decision = Planner.decide(seen, policy, today);
    while (decision instanceof Decision.Look look) {
      if (facts.record() instanceof Rotating && look.question() instanceof Question.OfNewKey) {
        // Another run may have noted since that it creates the key.
        notes.refresh();
      }
      seen = noted(seen.with(reader.answer(facts.user(), look.question())), today);
      decision = Planner.decide(seen, policy, today);
    }
    return new UserDecision(
        seen,
        decision instanceof Decision.Warn ? reminders.get().on(decision, seen, today) : decision);
  }

  private Facts noted(Facts facts, LocalDate today) {
    return ExposedKeys.ordered(facts.noted(notes.now()), policy, today);
  }
}

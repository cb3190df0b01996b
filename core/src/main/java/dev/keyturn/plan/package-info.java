/**
 * The decision for every user of an account, deferrals included, today and on later days.
 *
 * <p>Start with {@link dev.keyturn.plan.Planning}. {@link dev.keyturn.plan.Decider} decides about
 * one user, for plan and apply alike.
 *
 * <p>It writes nothing, and must not know how a decision is carried out or shown.
 */
@NullMarked
package dev.keyturn.plan;

import org.jspecify.annotations.NullMarked;

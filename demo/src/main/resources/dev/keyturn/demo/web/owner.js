import { openTab, refresh } from "./page.js";
import { fileOf, isPast, isoDate, keysAt, model, decisionAt, tagsAt, view } from "./model.js";
import { announce, el, plural, send, short } from "./tools.js";

/** The result of the last action as an owner: a message, or a file. */
let outcome = { user: undefined };

/** Hides the result, which may contain a secret. */
export function forget() {
  outcome = { user: undefined };
}

/** A user's keys, tags and buttons, to act as their owner. */
export function ownerCard(user) {
  const keys = keysAt(user, view());
  return [
    el("p", { class: "habit" }, user.yours ? "You decide for this user from now on." : `${user.name}: ${user.habit}.`),
    why(user),
    keys.length
      ? el("ul", { class: "keys" }, keys.map((key) => keyLine(user, key)))
      : el("p", {}, "No key."),
    tags(user),
    isPast()
      ? el("p", { class: "hint" }, "You see a past day. To act, go back to today.")
      : el(
          "div",
          { class: "buttons" },
          act(user, "make", "", "Make a key", keys.length > 1 && "AWS allows two keys for each user"),
          act(user, "fetch", "", "Fetch the new key's file"),
          el("button", { type: "button", "data-focus": `mails-${user.name}`, onclick: () => openTab("mail") }, "Read their mails"),
        ),
    outcome.user === user.name ? told() : "",
  ];
}

function why(user) {
  const decision = decisionAt(user, view());
  return decision
    ? el("p", { class: "why" }, `Keyturn's reason that day: ${decision.meaning} `, el("code", {}, decision.reason))
    : "";
}

function keyLine(user, key) {
  const file = fileOf(user.name, key.id, view());
  const off = key.status !== "Active";
  const made = { keyturn: ", by Keyturn", owner: ", by the owner", you: ", by you" }[key.by] ?? "";
  const used = key.firstUse !== undefined && key.firstUse <= view() ? "" : ", never used";
  return el(
    "li",
    {},
    el("code", {}, key.id),
    el(
      "span",
      {},
      `${off ? "switched off" : "active"}, ${plural(key.age, "day")} old, made ${isoDate(key.from)}${made}${used}`,
      file ? ", its file is in the bucket" : "",
    ),
    isPast()
      ? ""
      : el(
          "span",
          { class: "buttons" },
          act(user, off ? "on" : "off", key.id, off ? "Switch on" : "Switch off"),
          act(user, "delete", key.id, "Delete"),
        ),
  );
}

function tags(user) {
  const all = Object.entries(tagsAt(user, view()));
  return el(
    "p",
    { class: "tags" },
    all.length ? "Tags: " : "No tags: without an address Keyturn leaves this user alone.",
    all.map(([key, value]) => el("code", {}, `${key} = ${value}`)),
  );
}

function act(user, what, key, label, impossible) {
  return el(
    "button",
    {
      type: "button",
      "data-focus": `${what}-${user.name}-${key}`,
      "aria-label": key ? `${label} ${short(key)} of ${user.name}` : `${label}, as ${user.name}`,
      disabled: Boolean(impossible),
      title: impossible || undefined,
      onclick: () => doIt(user.name, what, key),
    },
    label,
  );
}

async function doIt(user, what, key) {
  try {
    const answer = await send("act", { user, do: what, key });
    outcome = answer.text
      ? { user, words: "The file, as its owner got it. This secret is not valid anywhere.", file: answer.text }
      : { user, words: "Done. The next run sees it." };
  } catch (refusal) {
    outcome = { user, words: refusal.message, refused: true };
  }
  announce(outcome.words);
  model.state.version = -1;
  await refresh();
}

function told() {
  return el(
    "div",
    { class: outcome.refused ? "outcome bad" : "outcome" },
    el("p", {}, outcome.words),
    outcome.file ? el("pre", { tabindex: "0" }, outcome.file) : "",
  );
}

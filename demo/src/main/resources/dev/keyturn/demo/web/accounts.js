import { byId, el, fill, plural } from "./tools.js";

/** The verbs, as what is due and as what was done. */
const VERBS = {
  warn: ["to warn", "warned"],
  rotate: ["to replace", "replaced"],
  deactivate: ["to switch off", "switched off"],
  delete: ["to delete", "deleted"],
  clear: ["to clear", "cleared"],
  hold: ["held", "held"],
};

/** The look of a state: that of the bar of a key in the same condition. */
const LOOKS = { due: "ageing", acted: "young", denied: "failed", failed: "failed", lost: "failed" };

/** Longer words are folded. */
const LONG = 80;

const isOut = ({ state }) => state === "left out";

/** The users of accounts by verb, such as "14 to warn, 5 to replace"; only accounts in which something is or was done. */
export function users(accounts, planned) {
  return Object.entries(VERBS)
    .map(([verb, says]) => [accounts.reduce((sum, account) => sum + account[verb], 0), says[planned ? 0 : 1]])
    .filter(([count]) => count > 0)
    .map(([count, says]) => `${count} ${says}`)
    .join(", ");
}

/** The accounts of a day by ring, and their figures. */
export function drawAccounts({ accounts, planned }, hub) {
  const states = Map.groupBy(accounts, ({ state }) => state);
  const touched = users(accounts.filter(({ state }) => state === (planned ? "due" : "acted")), planned);
  byId("figures").textContent = [
    `${plural(accounts.length, "account")}: ${[...states].map(([state, all]) => `${all.length} ${state}`).join(", ")}`,
    `Users: ${touched || "nothing"}`,
  ].join(". ");
  fill(
    byId("accounts"),
    ring("Ring 1: the canary", accounts.filter((account) => account.ring === 1 && !isOut(account)), planned, hub),
    ring("Ring 2: the others", accounts.filter((account) => account.ring === 2 && !isOut(account)), planned, hub),
    ring("Left out", accounts.filter(isOut), planned, hub),
  );
}

function ring(title, accounts, planned, hub) {
  return accounts.length ? [el("h3", {}, title), el("ul", { class: "ring" }, accounts.map((account) => row(account, planned, hub)))] : [];
}

function row(account, planned, hub) {
  const done = account.state === "acted";
  const badges = Object.entries(VERBS)
    .filter(([verb]) => account[verb] > 0)
    .map(([verb, says]) => el("span", { class: `count ${verb}` }, `${account[verb]} ${says[done ? 1 : 0]}`));
  // The words of those that need a person stand beside the list.
  const detail = account.person || (planned && account.state === "due") ? "" : account.detail;
  const why = account.id === hub ? "the hub, where Keyturn runs" : detail;
  return el(
    "li",
    { "data-account": account.name },
    el("span", { class: "who" }, el("b", {}, account.name), el("code", {}, account.id)),
    el("span", { class: `chip ${LOOKS[account.state] ?? "quiet"}` }, account.state),
    el("span", { class: "counts" }, badges),
    why.length > LONG ? el("details", { class: "why" }, el("summary", {}, "Why"), why) : why ? el("span", { class: "why" }, why) : "",
  );
}

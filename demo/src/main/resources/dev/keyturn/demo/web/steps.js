import { users } from "./accounts.js";
import { byId, el, fill, plural } from "./tools.js";

/** What a state means for a person, and what to do. */
const REMEDIES = {
  denied: [
    "AWS denies the session: the role in this account trusts another organization. No key is replaced there until that is repaired.",
    "Deploy deploy/member.yaml to the account again. The next run reads it.",
  ],
  lost: [
    "The process that worked here ended right after it made a key. The key's file was not stored, so its secret is lost. The old key still works.",
    "There is nothing to do: the next run deletes the lost key and makes another.",
  ],
  failed: ["Something in this account failed.", "The next run tries it again."],
};

/** The accounts that need a person, and those that no longer do. */
export function drawPerson({ accounts, planned }, before, now, { denying, admitted }, admit) {
  const bad = accounts.filter(({ person }) => person);
  const good = accounts.filter(
    ({ id, person }) => !person && before?.accounts.some((earlier) => earlier.id === id && earlier.person),
  );
  fill(
    byId("person"),
    bad.map((account) => problem(account, now && account.id === denying, admitted, admit)),
    good.map(({ name, state }) =>
      el(
        "p",
        { class: "again" },
        el("b", {}, name),
        state === "quiet" ? " can be read again; nothing is due there." : " was not done the day before. This run finished it.",
      ),
    ),
    bad.length + good.length ? "" : el("p", { class: "empty" }, planned ? "Nothing needs a person." : "Nothing needs a person today."),
  );
}

function problem({ id, name, state, detail }, repairable, admitted, admit) {
  const [means, remedy] = REMEDIES[state];
  return el(
    "div",
    { class: "problem" },
    el("h3", {}, name, " ", el("code", {}, id), " ", el("span", { class: "chip failed" }, state)),
    el("p", {}, means),
    el("p", {}, el("b", {}, "Remedy: "), remedy),
    el("details", {}, el("summary", {}, "What the report says"), el("p", { class: "said" }, detail)),
    repairable
      ? el(
          "button",
          { type: "button", "data-focus": "admit", disabled: admitted, onclick: admit },
          admitted ? "The role is repaired" : "Deploy the role again",
        )
      : "",
  );
}

/** What Keyturn did this day, by the steps of its state machine. */
export function drawSteps({ accounts, planned, stopped, digest, calls }) {
  const left = accounts.filter(({ state }) => state === "left out").length;
  const denied = accounts.filter(({ state }) => state === "denied").length;
  const asked = accounts.length - left;
  const due = accounts.filter((account) => account.due);
  const steps = [
    ["Enrol", `lists ${plural(accounts.length, "account")}; leaves out ${left} that are closed, excluded or not to be entered`],
    ["Survey", `reads ${asked - denied} of ${asked}, each with a session of its own that can only read${denied ? `; AWS denies ${denied}` : ""}`],
    ["Allot", `finds something due in ${plural(due.length, "account")}, and shares the limits out`],
  ];
  if (planned) {
    steps.push(["Nothing more", "is done: this is what keyturn plan --org shows"]);
  } else {
    const second = due.filter(({ ring }) => ring === 2);
    steps.push(
      ["Act, ring 1", acted(due.filter(({ ring }) => ring === 1))],
      ["Judge", stopped || "not too many accounts of ring 1 failed, so ring 2 follows"],
      ["Act, ring 2", stopped ? "changes nothing" : acted(second)],
      ["Summarize", digest ? "makes the report, and sends one mail to the administrators" : "makes the report"],
    );
  }
  fill(
    byId("steps"),
    steps.map(([step, text]) => el("li", {}, el("b", {}, step), " ", text)),
    el("li", { class: "calls" }, `${calls} calls to AWS`),
    digest ? el("li", {}, el("details", {}, el("summary", {}, "The mail to the administrators"), el("pre", {}, digest))) : "",
  );
}

function acted(due) {
  const done = due.filter(({ state }) => state === "acted");
  const lost = due.filter(({ person }) => person);
  if (due.length === 0) {
    return "finds nothing due";
  }
  return [
    `changes ${plural(done.length, "account")}${done.length ? `: ${users(done, false)}` : ""}`,
    ...lost.map(({ name, state }) => `${name} is ${state}`),
  ].join("; ");
}

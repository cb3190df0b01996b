import { draw } from "./page.js";
import { briefDate, model, view } from "./model.js";
import { byId, el, fill, unbroken } from "./tools.js";

const MOST = 40;
let all = false;
let onlyOne = false;

const KINDS = {
  warn: "warning",
  rotate: "replaced",
  deactivate: "switched off",
  delete: "deleted",
  clear: "cleared",
  hold: "held",
  owner: "owner",
  you: "you",
  aws: "you",
  failed: "failed",
  left: "left",
  cut: "interrupted",
};

/** A checkbox that filters a list by the user whose card is open. */
export function onlyBox(checked, change) {
  return model.user
    ? el(
        "label",
        { class: "only" },
        el("input", { type: "checkbox", checked, "data-focus": "only", onchange: (event) => change(event.target.checked) }),
        ` only ${model.user}`,
      )
    : "";
}

/** The events up to the selected day, the last day first. */
export function drawStory() {
  const past = model.state.happenings.filter(
    ([day, , user]) => day <= view() && (!onlyOne || !model.user || user === model.user),
  );
  const shown = all ? past : past.slice(-MOST);
  const days = Map.groupBy(shown, ([day]) => day);
  const list = [...days.entries()].reverse().map(([day, happenings]) =>
    el(
      "section",
      { class: day === view() ? "day today" : "day" },
      el("h3", {}, `Day ${day}`, el("span", {}, briefDate(day))),
      el("ul", {}, happenings.map(happening)),
    ),
  );
  fill(
    byId("story"),
    onlyBox(onlyOne, (checked) => {
      onlyOne = checked;
      draw();
    }),
    list.length ? list : empty(),
    past.length > shown.length
      ? el(
          "button",
          {
            type: "button",
            onclick: () => {
              all = true;
              draw();
            },
          },
          `Show all ${past.length}`,
        )
      : "",
  );
}

function happening([, kind, user, text]) {
  return el(
    "li",
    { class: `happening ${kind}` },
    el("span", { class: "kind" }, KINDS[kind] ?? kind),
    el(
      "span",
      { class: "what" },
      user ? el("b", {}, user) : "",
      user ? (kind === "owner" ? " " : ": ") : "",
      unbroken(text),
    ),
  );
}

function empty() {
  return el(
    "p",
    { class: "empty" },
    view() === 0
      ? "Nothing has happened yet. Press Play, or drag the timeline to day 3: Keyturn runs for the first time on day 1, and replaces alice's key on day 3."
      : "Nothing new.",
  );
}

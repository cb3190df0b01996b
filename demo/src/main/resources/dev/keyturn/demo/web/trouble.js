import { refresh } from "./page.js";
import { isPast, model } from "./model.js";
import { liveUntil } from "./timeline.js";
import { announce, byId, el, fill, send } from "./tools.js";

let where = "created";

const wordsOf = (choices, id) => choices.find(([known]) => known === id)?.[1] ?? id;

async function order(path, body) {
  try {
    await send(path, body);
  } catch (refusal) {
    announce(refusal.message);
  }
  await refresh();
}

/** The faults, and the points at which a run can be interrupted. */
export function drawTrouble() {
  const { state } = model;
  fill(
    byId("trouble"),
    el("h3", {}, "Interrupt a run"),
    el("p", {}, "As if its process were killed in the middle of its work. The run of the next day continues from what it finds."),
    el(
      "div",
      { class: "cutting" },
      el("label", { for: "where" }, "The next run ends"),
      el(
        "select",
        { id: "where", "data-focus": "where", disabled: Boolean(state.cut), onchange: (event) => (where = event.target.value) },
        state.cuts.map(([id, words]) => el("option", { value: id, selected: id === (state.cut || where) }, words)),
      ),
      state.cut
        ? el("button", { type: "button", "data-focus": "cut", onclick: () => order("cut", { where: "" }) }, "Do not interrupt it")
        : el("button", { type: "button", class: "danger", "data-focus": "cut", onclick: () => order("cut", { where }) }, "Interrupt it"),
    ),
    el("h3", {}, "Break AWS"),
    el("p", {}, "Faults stay on until you repair AWS. Let some days pass and see what runs do; then repair AWS, and see them catch up."),
    el(
      "ul",
      { class: "breakages" },
      state.breakages.map(([id, words]) => {
        const broken = state.broken.includes(id);
        return el(
          "li",
          {},
          el("span", {}, words),
          el(
            "button",
            {
              type: "button",
              class: broken ? "" : "danger",
              "data-focus": `break-${id}`,
              "aria-label": broken ? `Broken: ${words}` : `Break: ${words}`,
              disabled: broken,
              onclick: () => order("break", { what: id }),
            },
            broken ? "Broken" : "Break",
          ),
        );
      }),
    ),
    el("button", { type: "button", class: "main", "data-focus": "mend", disabled: state.broken.length === 0, onclick: () => order("mend") }, "Repair AWS"),
  );
}

/** The faults that are on, at the top of the page. */
export function drawAlarm() {
  const { state } = model;
  const parts = [];
  if (state.broken.length > 0) {
    parts.push(
      el(
        "p",
        { class: "alarm bad" },
        el("span", {}, `${state.broken.map((id) => wordsOf(state.breakages, id)).join(". ")}.`),
        el("button", { type: "button", "data-focus": "alarm-mend", onclick: () => order("mend") }, "Repair AWS"),
      ),
    );
  }
  if (state.cut) {
    parts.push(
      el(
        "p",
        { class: "alarm" },
        el("span", {}, `A run will be interrupted ${wordsOf(state.cuts, state.cut)}.`),
        el(
          "span",
          { class: "buttons" },
          el("button", { type: "button", class: "main", "data-focus": "alarm-on", disabled: state.busy, onclick: () => liveUntil(state.days) }, "Let days pass until then"),
          el("button", { type: "button", "data-focus": "alarm-cut", onclick: () => order("cut", { where: "" }) }, "Let it run"),
        ),
      ),
    );
  }
  if (!state.busy && !isPast() && wasCutOff(state.day)) {
    parts.push(
      el(
        "p",
        { class: "alarm bad" },
        el("span", {}, "Today's run was interrupted in the middle of its work. The next one continues from what it finds."),
        el("button", { type: "button", class: "main", "data-focus": "alarm-next", onclick: () => liveUntil(state.day + 1) }, "Go to the next day"),
      ),
    );
  }
  fill(byId("alarm"), parts);
}

const wasCutOff = (today) => model.state.happenings.some(([day, kind]) => day === today && kind === "cut");

import { model, view } from "./model.js";
import { ask, byId, el, fill, plural } from "./tools.js";
import { draw } from "./page.js";

const WRITES = /^(Create|Update|Delete|Tag|Untag|Put|Send)/;
const SAID = { 0: "no answer", 403: "denied", 404: "nothing there", 412: "taken already" };

let day;
let version;
let calls = [];
let writesOnly = false;

/** The calls that AWS got on the selected day. */
export function drawCalls() {
  const [total = 0] = model.state.calls[view()] ?? [];
  if (day !== view() || version !== total) {
    load(view(), total);
  }
  const shown = calls.filter((call) => !writesOnly || WRITES.test(call.action));
  fill(
    byId("calls"),
    el(
      "p",
      { class: "hint" },
      total ? `AWS got ${plural(total, "call")} on day ${view()}${total > calls.length && day === view() && calls.length ? `; the first ${calls.length} are here` : ""}.` : "",
    ),
    el(
      "label",
      { class: "only" },
      el("input", {
        type: "checkbox",
        checked: writesOnly,
        "data-focus": "writes",
        onchange: (event) => {
          writesOnly = event.target.checked;
          draw();
        },
      }),
      " only what changes something",
    ),
    shown.length
      ? el("ol", { class: "calls" }, shown.map(line))
      : el("p", { class: "empty" }, nothing()),
  );
}

function nothing() {
  if (view() === 0) {
    return "No call yet. Keyturn runs for the first time on day 1.";
  }
  return model.state.busy ? "This day is in progress; its calls are shown when it ends." : "No such call on this day.";
}

function line(call) {
  const good = call.status >= 200 && call.status < 300;
  const said = good ? "ok" : call.error || SAID[call.status] || String(call.status);
  return el(
    "li",
    { class: good ? "" : call.status === 404 ? "none" : "bad" },
    el("b", {}, `${call.service}:${call.action}`),
    el("span", { class: "said" }, said),
    el("span", { class: "with" }, Object.values(call.parameters).filter(Boolean).join(" · ")),
  );
}

async function load(wanted, total) {
  day = wanted;
  version = total;
  const answer = await ask(`calls/${wanted}`);
  if (day === wanted) {
    calls = answer.calls;
    draw();
  }
}

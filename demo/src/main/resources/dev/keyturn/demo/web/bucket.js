import { draw } from "./page.js";
import { isPast, model, view } from "./model.js";
import { byId, el, fill, send } from "./tools.js";

/** The requested contents of files, or why there is none. */
const shown = new Map();

/** The files in the bucket; their contents are shown on request, and can be hidden again. */
export function drawBucket() {
  const { state } = model;
  const files = state.files.filter((file) => file.from <= view() && !(file.gone <= view()));
  const credentials = files.filter((file) => file.key.startsWith("credential/"));
  const own = files.filter((file) => !file.key.startsWith("credential/"));
  const gone = state.files.filter((file) => file.gone <= view() && file.key.startsWith("credential/"));
  const place = byId("bucket");
  const wasOpen = place.querySelector("details")?.open;
  fill(
    place,
    el("h3", {}, `s3://${state.settings.bucket}/credential/`),
    el("p", { class: "hint" }, "A new key's secret is in its file here and nowhere else: in no mail, no log, no report. In AWS, only its owner may read it; a file under !administrators, only administrators, who hand it over."),
    credentials.length
      ? el("ul", { class: "files" }, credentials.reverse().map(line))
      : el("p", { class: "empty" }, view() === 0 ? "No file yet. The first ones come on day 1, when keys past 60 days are replaced." : "There is no file on this day."),
    gone.length ? el("p", { class: "hint" }, `Removed by owners or expired: ${gone.length}.`) : "",
    el(
      "details",
      { open: wasOpen },
      el("summary", {}, `Keyturn's own files: audit trail and state (${own.length})`),
      el("ul", { class: "files" }, own.slice(-40).reverse().map(line)),
    ),
  );
}

function line(file) {
  const text = shown.get(file.key);
  const secret = file.key.startsWith("credential/");
  const lost = isPast() && file.gone !== undefined;
  return el(
    "li",
    {},
    el("code", {}, file.key),
    el("span", { class: "date" }, `since day ${file.from}, ${file.size} bytes${lost ? `, gone since day ${file.gone}` : ""}`),
    lost
      ? ""
      : el(
          "button",
          {
            type: "button",
            "data-focus": file.key,
            "aria-expanded": text !== undefined,
            onclick: () => toggle(file.key),
          },
          text === undefined ? (secret ? "Show the secret" : "Show") : "Hide",
        ),
    text === undefined ? "" : el("pre", { tabindex: "0" }, text),
  );
}

async function toggle(key) {
  if (shown.has(key)) {
    shown.delete(key);
  } else {
    try {
      shown.set(key, (await send("file", { key })).text || "(empty)");
    } catch (refusal) {
      shown.set(key, refusal.message);
    }
  }
  draw();
}

import { draw, openTab } from "./page.js";
import { openMail } from "./mail.js";
import { model, standing } from "./model.js";
import { liveUntil, look } from "./timeline.js";
import { byId, el, fill } from "./tools.js";

const done = new Set();

/** Whether a run was interrupted, a later one followed, and no user is left half-way. */
function wasResumed() {
  const { day, happenings, users } = model.state;
  const cut = happenings.findLast(([, kind]) => kind === "cut");
  return cut !== undefined && day > cut[0] && users.every((user) => standing(user, day)[0] !== "interrupted half-way");
}

/** A step about an event is done once the event has happened; other steps are done when pressed. */
const isDone = (id) => (id === "break" ? wasResumed() : done.has(id));
let hidden = false;

/** The days on which alice's key is replaced and deactivated, from its age and the settings. */
function days() {
  const { settings, users } = model.state;
  const replaced = users[0].keys[0].from + settings.overdueDays + 1;
  return { replaced, off: replaced + settings.deactivateDays + 1 };
}

/** Goes to a day: lets days pass, or shows a past day. */
async function goTo(day) {
  if (day > model.state.day) {
    await liveUntil(day);
    while (model.state.busy) {
      await new Promise((ready) => setTimeout(ready, 60));
    }
  } else {
    look(day);
  }
}

function steps() {
  const { replaced, off } = days();
  const name = model.state.users[0].name;
  return [
    ["replaced", `Go to day ${replaced}: ${name}'s key is ${model.state.settings.overdueDays + 1} days old and is replaced`, async () => {
      model.user = name;
      openTab("story");
      await goTo(replaced);
    }],
    ["mail", `Open the mail that ${name} got that day`, async () => {
      await goTo(replaced);
      const number = model.state.mails.findIndex(([day, to]) => day === replaced && to.startsWith(`${name}@`));
      openTab("mail");
      if (number >= 0) {
        await openMail(number);
      }
    }],
    ["file", "See the file with the new key, and its secret", async () => {
      openTab("bucket");
      await goTo(replaced);
    }],
    ["off", `Go to day ${off}: the old key is switched off`, async () => {
      model.user = name;
      openTab("story");
      await goTo(off);
    }],
    ["break", "Interrupt a run, add a day, and see it repaired", () => openTab("trouble")],
  ];
}

/** Suggested first steps, each with a button that does it. */
export function drawTour() {
  byId("tour").hidden = hidden;
  fill(
    byId("steps"),
    steps().map(([id, words, go]) =>
      el(
        "li",
        { class: isDone(id) ? "done" : "" },
        el(
          "button",
          {
            type: "button",
            "data-focus": `tour-${id}`,
            onclick: async () => {
              done.add(id);
              await go();
            },
          },
          words,
          isDone(id) ? el("span", { class: "hidden" }, " (done)") : "",
        ),
      ),
    ),
    el(
      "li",
      { class: "close" },
      el(
        "button",
        {
          type: "button",
          "data-focus": "tour-hide",
          onclick: () => {
            hidden = true;
            draw();
          },
        },
        "Hide this",
      ),
    ),
  );
}

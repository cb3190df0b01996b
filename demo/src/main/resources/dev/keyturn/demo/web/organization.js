import { drawAccounts } from "./accounts.js";
import { drawPerson, drawSteps } from "./steps.js";
import { announce, ask, byId, el, fill, plural, send } from "./tools.js";

/** The server's state, the days that were fetched, and the day that is shown; undefined follows today. */
let state;
const days = [];
let past;
let timer;
let stopped = false;

const today = () => state.days.length - 1;
const words = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** Draws the day that is shown. */
async function draw() {
  const number = past ?? today();
  days[number] ??= await ask(`days/${number}`);
  if (number !== (past ?? today())) {
    return;
  }
  const shown = days[number];
  byId("day").textContent = `Day ${number}`;
  byId("date").textContent = words.format(Date.parse(state.days[number].date));
  byId("standing").textContent = standing(number);
  byId("standing").classList.toggle("past", number < today());
  byId("next").disabled = state.busy || today() >= state.last;
  fill(
    byId("days"),
    state.days.map(({ person }, day) =>
      el("option", { value: day, selected: day === number }, `day ${day}: ${day === 0 ? "the plan" : needs(person)}`),
    ),
  );
  byId("report").href = `report/${number}`;
  drawAccounts(shown, state.hub);
  drawPerson(shown, days[number - 1], number === today() && !state.busy, state, admit);
  drawSteps(shown);
  drawAlarm(shown, number);
}

const needs = (count) => (count === 0 ? "all is well" : `${plural(count, "account")} to look at`);

function standing(number) {
  if (state.busy) {
    return `Day ${today() + 1} passes${state.doing ? `: ${state.doing}` : ""}`;
  }
  if (number < today()) {
    return `Looking back. Today is day ${today()}`;
  }
  return number === 0 ? "Only planned: Keyturn has changed nothing yet" : "Today";
}

function drawAlarm({ accounts, stopped: why }, number) {
  const bad = accounts.filter(({ person }) => person).map(({ name, state: word }) => `${name} (${word})`);
  const text = state.problem || why || (bad.length ? `${needs(bad.length)}: ${bad.join(", ")}.` : "");
  const rest = number > 0 && !state.problem && !why && bad.length ? " All other accounts are done." : "";
  fill(byId("alarm"), text ? el("p", { class: "alarm bad" }, text + rest) : "");
}

/** Sends a command; a refusal is announced. */
async function order(what) {
  try {
    await send(what);
  } catch (refusal) {
    announce(refusal.message);
  }
  await refresh();
}

const admit = () => order("admit");

async function refresh() {
  clearTimeout(timer);
  const before = state;
  const news = await ask("state").catch(() => undefined);
  timer = setTimeout(refresh, news?.busy ? 200 : 2000);
  if (!news) {
    stopped = true;
    byId("next").disabled = true;
    fill(byId("alarm"), el("p", { class: "alarm bad" }, "The demo does not answer any more. Start it again, and open the address that it prints."));
  } else if (stopped || JSON.stringify(news) !== JSON.stringify(before)) {
    stopped = false;
    state = news;
    if (before && news.days.length > before.days.length) {
      past = undefined;
      announce(`Day ${today()}: ${needs(news.days[today()].person)}`);
    }
    await draw();
  }
}

byId("next").addEventListener("click", () => {
  past = undefined;
  order("next");
});
byId("days").addEventListener("change", ({ target }) => {
  past = Number(target.value) < today() ? Number(target.value) : undefined;
  draw();
});
refresh();

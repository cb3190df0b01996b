import { draw, refresh } from "./page.js";
import { briefDate, isPast, longDate, model, view } from "./model.js";
import { announce, byId, send } from "./tools.js";

/** Milliseconds for each day while the timeline plays. */
const PACE = 450;

let dragging = false;
let playing = false;

const slider = byId("slider");

/** Connects the timeline's buttons and slider. */
export function startTimeline() {
  slider.addEventListener("input", () => {
    dragging = true;
    const day = Number(slider.value);
    if (day <= model.state.day) {
      model.past = day < model.state.day ? day : undefined;
      draw();
    } else {
      model.past = undefined;
      drawTimeline();
    }
  });
  slider.addEventListener("change", () => {
    dragging = false;
    const day = Number(slider.value);
    if (day > model.state.day) {
      liveUntil(day);
    } else {
      look(day);
    }
  });
  byId("play").addEventListener("click", () => (playing || model.state.busy ? pause() : play()));
  byId("step").addEventListener("click", () => liveUntil(model.state.day + 1));
  byId("back").addEventListener("click", () => {
    look(model.state.day);
    slider.focus();
  });
}

/** Selects a past day. */
export function look(day) {
  model.past = day < model.state.day ? day : undefined;
  draw();
  announce(isPast() ? `Looking back at day ${day}, ${longDate(day)}` : `Today, day ${day}`);
}

/** Lets days pass until a day, and follows them. */
export async function liveUntil(day) {
  model.past = undefined;
  if (day > model.state.day && day <= model.state.days) {
    await send("live", { day });
    await refresh();
  }
}

async function play() {
  playing = true;
  model.past = undefined;
  while (playing && model.state.day < model.state.days) {
    if (!model.state.busy) {
      await liveUntil(model.state.day + 1);
    }
    await new Promise((done) => setTimeout(done, PACE));
  }
  playing = false;
  drawTimeline();
}

async function pause() {
  playing = false;
  await send("pause");
  await refresh();
}

/** Shows the position on the timeline. */
export function drawTimeline() {
  const { state } = model;
  const wanted = Number(slider.value);
  const ahead = dragging && wanted > state.day;
  slider.max = state.days;
  byId("hint").classList.toggle("later", state.day > 0);
  if (!dragging) {
    slider.value = state.busy && !playing ? Math.max(state.target, view()) : view();
  }
  slider.style.setProperty("--lived", `${(100 * state.day) / state.days}%`);
  const shown = ahead ? wanted : view();
  byId("day").textContent = `Day ${shown}`;
  byId("date").textContent = longDate(shown);
  slider.setAttribute("aria-valuetext", `Day ${shown}, ${longDate(shown)}`);
  byId("standing").textContent = ahead ? `Release to let ${wanted - state.day} days pass` : standing();
  byId("standing").classList.toggle("past", isPast());
  byId("back").hidden = !isPast();
  byId("back").textContent = `Back to today, day ${state.day}`;
  const running = playing || state.busy;
  byId("play").textContent = running ? "Pause" : "Play";
  byId("play").disabled = !running && state.day >= state.days;
  byId("step").disabled = state.busy || state.day >= state.days;
}

function standing() {
  const { state } = model;
  if (isPast()) {
    return `Looking back. Today is day ${state.day}, ${briefDate(state.day)}`;
  }
  if (state.busy && !playing) {
    return `Days pass until day ${state.target}${state.doing ? `: ${state.doing}` : ""}`;
  }
  if (state.day === 0) {
    return "Today. Keyturn has not run yet";
  }
  return state.day >= state.days ? "Today, and the end of the timeline" : "Today, the last day so far";
}

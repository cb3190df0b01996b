import { forget, ownerCard } from "./owner.js";
import { draw } from "./page.js";
import { briefDate, isoDate, keysAt, kindOf, model, standing, statusAt, view } from "./model.js";
import { byId, el, fill, plural, short } from "./tools.js";

/** The number of days shown before day 0, so that a key that is due for replacement is fully visible. */
const BEFORE = 62;
const LANE = 9;
const GAP = 4;

const rows = new Map();

/** Draws all users with the lives of their keys. */
export function drawChart() {
  const { state } = model;
  const { warningDays, overdueDays } = state.settings;
  byId("legend-ageing").textContent = `past ${warningDays} days: warned`;
  byId("legend-overdue").textContent = `past ${overdueDays} days: replaced`;
  byId("figures").textContent = figures();
  byId("search").hidden = state.users.length <= 20;
  const wanted = byId("filter").value.trim().toLowerCase();
  for (const user of state.users) {
    const row = rows.get(user.name) ?? newRow(user.name);
    row.item.hidden = !user.name.toLowerCase().includes(wanted);
    if (!row.item.hidden) {
      drawRow(row, user);
    }
  }
  drawAxis(byId("axis"));
}

function figures() {
  const { settings, users } = model.state;
  const keys = users.flatMap((user) => keysAt(user, view())).filter((key) => key.status === "Active");
  const overdue = keys.filter((key) => key.age > settings.overdueDays).length;
  return `${plural(users.length, "user")}, ${plural(keys.length, "active key")}, ${overdue} past ${settings.overdueDays} days`;
}

function newRow(name) {
  const chart = el("span", { class: "bars" });
  const chip = el("span", { class: "chip" });
  const button = el(
    "button",
    { type: "button", class: "row", "aria-expanded": "false", onclick: () => choose(name) },
    el("span", { class: "who" }, el("b", {}, name), " ", chip),
    chart,
  );
  const more = el("div", { class: "more", hidden: true });
  const item = el("li", { "data-user": name }, button, more);
  byId("rows").append(item);
  const row = { item, button, chip, chart, more };
  rows.set(name, row);
  return row;
}

/** Opens one user's card, or closes it. */
export function choose(name) {
  model.user = model.user === name ? undefined : name;
  forget();
  draw();
}

function drawRow(row, user) {
  const [words, kind] = standing(user, view());
  row.chip.textContent = words;
  row.chip.className = `chip ${kind}`;
  row.item.classList.toggle("yours", user.yours);
  const open = model.user === user.name;
  row.button.setAttribute("aria-expanded", open);
  const keys = keysAt(user, view()).map((key) => `${short(key.id)} ${key.status.toLowerCase()}, ${key.age} days`);
  row.button.setAttribute("aria-label", `${user.name} ${words}: ${keys.length ? keys.join("; ") : "no key"}`);
  row.chart.replaceChildren(bars(user, row.chart.clientWidth || 300));
  row.more.hidden = !open;
  if (open) {
    fill(row.more, ownerCard(user));
  } else {
    row.more.replaceChildren();
  }
}

const place = (width) => (day) => ((day + BEFORE) / (model.state.days + BEFORE + 1)) * width;

function bars(user, width) {
  const x = place(width);
  const lanes = [];
  const height = 2 * LANE + 3 * GAP;
  const picture = el("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  picture.append(
    el("line", { class: "now", x1: x(view() + 1), x2: x(view() + 1), y1: 0, y2: height }),
  );
  for (const key of user.keys.filter((known) => known.from <= view())) {
    let lane = lanes.findIndex((until) => until <= key.from);
    lane = lane < 0 ? lanes.length : lane;
    lanes[lane] = key.gone ?? Infinity;
    picture.append(bar(key, x, GAP + Math.min(lane, 1) * (LANE + GAP)));
  }
  return picture;
}

/** One key: a part for each status and age, a dot if Keyturn made it, a cross where it is deleted. */
function bar(key, x, y) {
  const end = Math.min(key.gone ?? Infinity, view() + 1);
  const ended = key.gone <= view();
  const group = el("g", {}, el("title", {}, describe(key)));
  for (const [from, until, kind] of pieces(key, end)) {
    const left = Math.max(x(from), 0);
    const size = Math.max(x(until) - left, 1);
    if (x(until) > 0) {
      group.append(el("rect", { class: `key ${kind}`, x: left, y, width: size, height: LANE, rx: 2 }));
    }
  }
  if (key.from < -BEFORE) {
    group.append(el("path", { class: "earlier", d: `M6 ${y + 1.5}l-4 3 4 3` }));
  }
  if (key.by === "keyturn") {
    group.append(el("circle", { class: "made", cx: x(key.from) + 1, cy: y + LANE / 2, r: 4 }));
  }
  if (ended) {
    const cx = x(key.gone) + 1;
    const cy = y + LANE / 2;
    group.append(el("path", { class: "gone", d: `M${cx - 3} ${cy - 3}l6 6m0-6l-6 6` }));
  }
  return group;
}

function pieces(key, end) {
  const { warningDays, overdueDays } = model.state.settings;
  const cuts = [key.from, key.from + warningDays + 1, key.from + overdueDays + 1, key.firstUse ?? end, ...key.steps.map(([day]) => day), end];
  const days = [...new Set(cuts)].filter((day) => day >= key.from && day <= end).sort((a, b) => a - b);
  return days.slice(0, -1).map((from, i) => [from, days[i + 1], kindOf(key, from)]);
}

function describe(key) {
  const ended = key.gone <= view();
  return `${key.id}, made ${isoDate(key.from)}, ${ended ? `deleted ${isoDate(key.gone)}` : `${statusAt(key, view()).toLowerCase()}, ${view() - key.from} days old`}`;
}

function drawAxis(axis) {
  const width = rows.values().next().value?.chart.clientWidth || 300;
  const x = place(width);
  const every = width < 420 ? 40 : 20;
  const picture = el("svg", { width, height: 20, viewBox: `0 0 ${width} 20` });
  for (let day = -40; day <= model.state.days; day += every) {
    picture.append(
      el("line", { class: "tick", x1: x(day), x2: x(day), y1: 15, y2: 20 }),
      el("text", { x: x(day), y: 11, "text-anchor": x(day) > width - 30 ? "end" : "middle" }, day === 0 ? "day 0" : String(day)),
    );
  }
  picture.append(el("title", {}, `Days; day 0 is ${briefDate(0)}`));
  axis.replaceChildren(picture);
  alignSlider(x);
}

/** Half the width of a slider's thumb: the ends of its track are this far inside its box. */
const THUMB = 12;

/** Aligns the slider with the chart's axis: its thumb is at the end of the selected day. */
function alignSlider(x) {
  const slider = byId("slider");
  slider.style.marginLeft = `${x(1) - THUMB}px`;
  slider.style.width = `${x(model.state.days + 1) - x(1) + 2 * THUMB}px`;
}

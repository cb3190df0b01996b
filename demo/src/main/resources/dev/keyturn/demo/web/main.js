import { drawChart } from "./chart.js";
import { drawTimeline, startTimeline } from "./timeline.js";
import { drawStory } from "./story.js";
import { drawMails } from "./mail.js";
import { drawBucket } from "./bucket.js";
import { drawCalls } from "./calls.js";
import { drawAlarm, drawTrouble } from "./trouble.js";
import { drawTour } from "./tour.js";
import { model, view } from "./model.js";
import { offer } from "./page.js";
import { announce, ask, byId, el, fill } from "./tools.js";

const PANELS = { story: drawStory, mail: drawMails, bucket: drawBucket, calls: drawCalls, trouble: drawTrouble };
let stopped = false;
let timer;

/** Draws the whole page from the model. */
function draw() {
  document.documentElement.style.setProperty("--time", `${byId("time").offsetHeight}px`);
  drawTimeline();
  drawAlarm();
  drawTour();
  drawChart();
  for (const name of Object.keys(PANELS)) {
    const chosen = name === model.tab;
    byId(`tab-${name}`).setAttribute("aria-selected", chosen);
    byId(`tab-${name}`).tabIndex = chosen ? 0 : -1;
    byId(name).hidden = !chosen;
  }
  const mails = model.state.mails.filter(([day]) => day <= view()).length;
  byId("tab-mail").textContent = mails ? `Mails ${mails}` : "Mails";
  PANELS[model.tab]();
}

/** Opens a panel; on a phone, scrolls to it. */
function openTab(name) {
  model.tab = name;
  draw();
  const panel = byId(name).closest(".panel");
  if (panel.getBoundingClientRect().top > innerHeight * 0.7) {
    panel.scrollIntoView({ block: "start" });
  }
}

/** Fetches the state, and draws it if it changed. */
async function refresh() {
  clearTimeout(timer);
  const before = model.state;
  const news = await ask("pulse")
    .then((pulse) => (pulse.version === before?.version ? { ...before, ...pulse } : ask("state")))
    .catch(() => undefined);
  timer = setTimeout(refresh, news?.busy ? 120 : 2000);
  if (!news) {
    showStopped();
  } else if (news.version !== before?.version || stopped) {
    stopped = false;
    model.state = news;
    if (model.past >= news.day) {
      model.past = undefined;
    }
    tellNews(before);
    draw();
  } else if (news.doing !== before.doing) {
    model.state = news;
    drawTimeline();
  }
}

function showStopped() {
  stopped = true;
  fill(
    byId("alarm"),
    el(
      "p",
      { class: "alarm bad" },
      "The demo does not answer any more. Start it again with keyturn demo --web, and open the address that it prints.",
    ),
  );
}

/** Announces to screen readers what happened, once no day is in progress. */
let told = 0;
function tellNews(before) {
  const { state } = model;
  if (!before) {
    told = state.happenings.length;
  } else if (!state.busy) {
    const news = state.happenings.slice(told).slice(-4);
    if (news.some(([, kind]) => kind === "cut")) {
      model.tab = "story";
    }
    told = state.happenings.length;
    announce(`Day ${state.day}. ${news.map(([, , user, text]) => `${user} ${text}`).join(". ")}`);
  }
}

function startTabs() {
  const tabs = Object.keys(PANELS).map((name) => byId(`tab-${name}`));
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => openTab(tab.getAttribute("aria-controls")));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const next = tabs[(to + tabs.length) % tabs.length];
        openTab(next.getAttribute("aria-controls"));
        next.focus();
      }
    });
  });
}

offer({ draw, openTab, refresh });
startTabs();
startTimeline();
byId("filter").addEventListener("input", draw);
addEventListener("resize", () => model.state && draw());
refresh();

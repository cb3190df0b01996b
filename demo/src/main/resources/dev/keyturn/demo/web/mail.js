import { draw } from "./page.js";
import { onlyBox } from "./story.js";
import { briefDate, model, userNamed, view } from "./model.js";
import { ask, byId, el, fill } from "./tools.js";

const MOST = 80;
let open;
let plain = false;
let onlyOne = true;

/** The inbox: the mails of all users, or one mail as its reader sees it. */
export function drawMails() {
  const place = byId("mail");
  if (open === undefined) {
    fill(place, list());
  } else if (place.dataset.open !== `${open.number} ${plain}`) {
    fill(place, reader());
  }
  place.dataset.open = open === undefined ? "" : `${open.number} ${plain}`;
}

/** Opens a mail by its number. */
export async function openMail(number) {
  open = { number, ...(await ask(`mails/${number}`)) };
  draw();
  byId("mail").querySelector("h3").focus();
}

/** Goes back to the inbox. */
export function closeMail() {
  open = undefined;
}

function list() {
  const address = model.user && onlyOne ? userNamed(model.user)?.address : undefined;
  const mails = model.state.mails
    .map(([day, to, subject], number) => ({ day, to, subject, number }))
    .filter((mail) => mail.day <= view() && (!address || mail.to === address))
    .reverse();
  const box = onlyBox(onlyOne, (checked) => {
    onlyOne = checked;
    draw();
  });
  if (mails.length === 0) {
    return [box, el("p", { class: "empty" }, view() === 0 ? "No mail yet. Drag the timeline to day 1: the first run writes to the owners of old keys." : "No mail until this day.")];
  }
  return [
    box,
    el(
      "ul",
      { class: "inbox" },
      mails.slice(0, MOST).map((mail) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", "data-focus": `mail-${mail.number}`, onclick: () => openMail(mail.number) },
            el("b", {}, mail.subject),
            el("span", {}, `to ${mail.to}`),
            el("span", { class: "date" }, `day ${mail.day}, ${briefDate(mail.day)}`),
          ),
        ),
      ),
    ),
    mails.length > MOST ? el("p", { class: "hint" }, `And ${mails.length - MOST} earlier ones. Drag the timeline back to see them.`) : "",
  ];
}

function reader() {
  const line = (name, value) => (value ? [el("dt", {}, name), el("dd", {}, value)] : []);
  const form = (label, value) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": plain === value,
        "data-focus": `form-${label}`,
        onclick: () => {
          plain = value;
          draw();
        },
      },
      label,
    );
  return el(
    "article",
    { class: "reader" },
    el(
      "div",
      { class: "buttons" },
      el(
        "button",
        {
          type: "button",
          onclick: () => {
            closeMail();
            draw();
            byId("mail").focus();
          },
        },
        "All mails",
      ),
      form("HTML", false),
      form("Text", true),
    ),
    el("h3", { tabindex: "-1" }, open.subject),
    el("dl", {}, line("From", open.from), line("To", open.to.join(", ")), line("Reply to", open.replyTo.join(", ")), line("Sent", open.time.slice(0, 16).replace("T", " ") + " UTC")),
    plain
      ? el("pre", { tabindex: "0" }, open.text)
      : el("iframe", { sandbox: "", src: `mail/${open.number}`, title: `The mail: ${open.subject}` }),
  );
}

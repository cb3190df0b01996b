/** All that the page knows: what the server told, which day is looked at, who is chosen. */
export const model = {
  state: undefined,
  /** The day that is looked at; undefined follows today. */
  past: undefined,
  user: undefined,
  tab: "story",
};

/** The day that is looked at. */
export const view = () => model.past ?? model.state.day;

export const isPast = () => model.past !== undefined && model.past < model.state.day;

const DAY = 86400000;
const words = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const long = words({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const brief = words({ weekday: "short", day: "numeric", month: "short" });
const at = (day) => new Date(Date.parse(model.state.start) + day * DAY);

export const longDate = (day) => long.format(at(day));
export const briefDate = (day) => brief.format(at(day));
export const isoDate = (day) => at(day).toISOString().slice(0, 10);

/** The tags of a user on a day. */
export const tagsAt = (user, day) => user.tags.filter(([from]) => from <= day).at(-1)?.[1] ?? {};

/** The keys that a user had at the end of a day, with their status then. */
export function keysAt(user, day) {
  return user.keys
    .filter((key) => key.from <= day && !(key.gone <= day))
    .map((key) => ({ ...key, status: statusAt(key, day), age: day - key.from }));
}

export const statusAt = (key, day) => key.steps.filter(([from]) => from <= day).at(-1)?.[1] ?? "Active";

export const decisionAt = (user, day) =>
  user.decisions.findLast((decision) => decision.from <= day && decision.to >= day);

const DECIDED = {
  warn: ["warned", "ageing"],
  rotate: ["replaced today", "act"],
  deactivate: ["old key switched off", "act"],
  delete: ["old key deleted", "act"],
  clear: ["record cleared", "act"],
  hold: ["held", "held"],
};

/** How a user stands on a day: words and a kind. */
export function standing(user, day) {
  const decision = decisionAt(user, day);
  if (decision) {
    return decision.outcome === "done" ? DECIDED[decision.verb] : ["failed", "failed"];
  }
  const tags = tagsAt(user, day);
  const { settings } = model.state;
  const keys = keysAt(user, day);
  const old = keys.find((key) => key.id === tags[settings.oldKeyTag]);
  if (!tags[settings.addressTag] && !old) {
    return ["no address: left alone", "quiet"];
  }
  if (/ (rotating|stored|deactivating|deleting)$/.test(tags[settings.dateTag] ?? "")) {
    return ["cut off half-way", "failed"];
  }
  if (old) {
    return old.status === "Active" ? ["old key in its grace", "grace"] : ["old key off, kept", "grace"];
  }
  if (keys.length === 0) {
    return ["no key", "quiet"];
  }
  const oldest = Math.max(...keys.map((key) => key.age));
  return oldest > settings.warningDays ? [`key ${oldest} days old`, "ageing"] : ["all young", "fine"];
}

/** The file of credentials that lies in the bucket for a key on a day. */
export const fileOf = (user, key, day) =>
  model.state.files.find(
    (file) =>
      file.key === `credential/${user}/${user}_${key}.csv` && file.from <= day && !(file.gone <= day),
  );

export const userNamed = (name) => model.state.users.find((user) => user.name === name);

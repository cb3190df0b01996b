/** The state of the page: the server's data, the selected day, the selected user. */
export const model = {
  state: undefined,
  /** The selected day; undefined follows today. */
  past: undefined,
  user: undefined,
  tab: "story",
};

/** The selected day. */
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

/** A phrase for each decision, and the kind of the bar that it is about; undefined: the kind of the remaining keys. */
const DECIDED = {
  warn: ["warned"],
  rotate: ["replaced today", "overdue"],
  deactivate: ["old key switched off", "off"],
  delete: ["old key deleted"],
  clear: ["record cleared"],
  hold: ["held", "held"],
};

/** Whether a key that Keyturn made was not used up to a day. */
export const isUnfetched = (key, day) => key.by === "keyturn" && !(key.firstUse <= day);

/** The kind of a key on a day, which is the kind of its bar and its phrase. */
export function kindOf(key, day) {
  const { warningDays, overdueDays } = model.state.settings;
  if (statusAt(key, day) !== "Active") {
    return "off";
  }
  if (isUnfetched(key, day)) {
    return "unfetched";
  }
  const age = day - key.from;
  return age > overdueDays ? "overdue" : age > warningDays ? "ageing" : "young";
}

/** The kind of a user's most important key: one that is not in use yet, otherwise the oldest active one. */
function worst(keys, day) {
  const kinds = keys.map((key) => kindOf(key, day));
  return ["overdue", "ageing", "young", "unfetched", "off"].find((kind) => kinds.includes(kind)) ?? "quiet";
}

/** The state of a user on a day: a phrase, and the kind of the bar that it is about. */
export function standing(user, day) {
  const decision = decisionAt(user, day);
  const keys = keysAt(user, day);
  const tags = tagsAt(user, day);
  const { settings } = model.state;
  const active = keys.filter((key) => key.status === "Active");
  const stranded = active.length > 0 && active.every((key) => isUnfetched(key, day));
  if (decision?.outcome === "failed") {
    return ["failed", "failed"];
  }
  if (decision?.outcome === "planned") {
    return ["left for a later run", worst(keys, day)];
  }
  if (decision) {
    const [words, kind] = DECIDED[decision.verb];
    return stranded && decision.verb !== "hold"
      ? [`${words}, new one never used`, "unfetched"]
      : [words, kind ?? worst(keys, day)];
  }
  const old = keys.find((key) => key.id === tags[settings.oldKeyTag]);
  if (!tags[settings.addressTag] && !old) {
    return ["no address: left alone", "quiet"];
  }
  if (/ (rotating|stored|deactivating|deleting)$/.test(tags[settings.dateTag] ?? "")) {
    return ["interrupted half-way", "failed"];
  }
  if (old) {
    if (old.status === "Active") {
      return ["old key in its grace", kindOf(old, day)];
    }
    return stranded ? ["old key off, new one never used", "unfetched"] : ["old key off, kept", "off"];
  }
  if (keys.length === 0) {
    return ["no key", "quiet"];
  }
  if (stranded) {
    return ["new key never used", "unfetched"];
  }
  const oldest = Math.max(...keys.map((key) => key.age));
  const kind = worst(keys, day);
  return kind === "young" ? ["all young", kind] : [`key ${oldest} days old`, kind];
}

/** The credentials file of a key in the bucket on a day. */
export const fileOf = (user, key, day) =>
  model.state.files.find(
    (file) =>
      file.key === `credential/${user}/${user}_${key}.csv` && file.from <= day && !(file.gone <= day),
  );

export const userNamed = (name) => model.state.users.find((user) => user.name === name);

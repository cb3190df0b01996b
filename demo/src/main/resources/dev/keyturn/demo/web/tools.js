/** Creates an element with attributes, listeners (on...) and children; text is never read as HTML. */
export function el(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "rect", "path", "line", "circle", "title", "text"].includes(name);
  const element = svg
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== undefined && (value !== false || key.startsWith("aria-"))) {
      element.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== "" && child !== undefined));
  return element;
}

/** Replaces the content of an element; the focused part, found by its data-focus, keeps the focus. */
export function fill(place, ...children) {
  const focus = place.contains(document.activeElement) && document.activeElement.dataset.focus;
  place.replaceChildren(...children.flat().filter((child) => child !== ""));
  if (focus) {
    place.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }
}

export const byId = (id) => document.getElementById(id);

/** Announces a text to screen readers. */
export function announce(text) {
  byId("news").textContent = text;
}

async function call(path, options) {
  const reply = await fetch(`api/${path}`, { cache: "no-store", ...options });
  const answer = await reply.json();
  if (!reply.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

/** Sends a read request to the server. */
export const ask = (path) => call(path, {});

/** Sends a command to the server. */
export const send = (path, body = {}) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** The end of a key's id, which is enough to distinguish keys. */
export const short = (key) => `…${key.slice(-4)}`;

/** The text without line breaks within a shortened key id. */
export const unbroken = (text) => text.replace(/…(?=\w)/g, "…\u2060");

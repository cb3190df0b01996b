"use strict";
// The page is complete without this script. It only sorts and filters lists, and opens what a link points to.
for (const table of document.querySelectorAll("table.list:not(.plain)")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  if (rows.length < 2) continue;

  const value = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent;
    // A user may be named 1e3, which is no number.
    const counts = cell.dataset.v !== undefined || cell.classList.contains("number");
    return counts && text !== "" && !isNaN(text) ? Number(text) : (cell.dataset.name ?? text).toLowerCase();
  };
  const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row) => [value(row, column), row]);
      keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
      body.append(...keyed.map(([, row]) => row));
    });
  });

  if (rows.length < 6) continue;
  const tools = document.createElement("div");
  tools.className = "tools";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Filter";
  input.setAttribute("aria-label", "Filter: " + table.caption.textContent);
  const shown = document.createElement("output");
  const words = [...new Set(rows.map((row) => row.querySelector("td .b")?.textContent).filter(Boolean))].sort();
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Decision");
  choice.append(new Option("every decision", ""), ...words.map((word) => new Option(word, word)));
  tools.append(input, ...(words.length > 1 && !words.some((word) => /\d/.test(word)) ? [choice] : []), shown);
  table.parentElement.before(tools);

  const texts = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    rows.forEach((row, i) => {
      const fits = texts[i].includes(wanted) && (!choice.value || row.querySelector("td .b")?.textContent === choice.value);
      row.hidden = !fits;
      if (fits) count++;
    });
    shown.textContent = wanted || choice.value ? `${count} of ${rows.length} rows` : "";
  };
  input.addEventListener("input", filter);
  choice.addEventListener("input", filter);
}

// Shows the numbers of the checks in the version of the benchmark that the reader chooses.
const version = document.querySelector("#version");
const numbers = [...document.querySelectorAll(".cis")].map((cell) => [cell, new Map(cell.dataset.cis.split(";").map((pair) => pair.split("=")))]);
if (version && numbers.length) {
  const [, before, usual] = version.textContent.match(/^(.* )(\S+)$/);
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Version of the benchmark");
  choice.append(...[...numbers[0][1].keys()].map((name) => new Option(name, name, name === usual, name === usual)));
  choice.addEventListener("input", () => numbers.forEach(([cell, of]) => (cell.textContent = of.get(choice.value))));
  version.replaceChildren(before, choice);
}

const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let e = target.closest("details"); e; e = e.parentElement.closest("details")) e.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

"use strict";
// Everything can be read without this script; it adds what one can point at, sort and switch.
document.documentElement.classList.add("scripted");

const WORDS = JSON.parse(document.body.dataset.words);
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const tip = document.getElementById("tip");
function showTip(text, event) {
  tip.textContent = text;
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
  const top = event.clientY + 14 + box.height > innerHeight ? event.clientY - 14 - box.height : event.clientY + 14;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}
function hideTip() { tip.hidden = true; }
document.addEventListener("pointerover", (event) => {
  const told = event.target.closest && event.target.closest("[data-tip]");
  if (told) showTip(told.dataset.tip, event);
});
document.addEventListener("pointerout", (event) => {
  if (event.target.closest && event.target.closest("[data-tip]")) hideTip();
});

const SVG = "http://www.w3.org/2000/svg";
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
const FORMS = {
  share: percent,
  rate: (power) => (10 ** power).toPrecision(3).replace(/\.?0+$/, ""),
  seconds: (value) => `${value.toFixed(1)} s`,
  number: (value) => value.toPrecision(3),
};
const hidden = new Set();
const titles = new Map(
  [...document.querySelectorAll(".legend [data-run]")].map((button) => [button.dataset.run, button.textContent]),
);

for (const button of document.querySelectorAll(".legend button")) {
  const name = button.dataset.run ? `run-${button.dataset.run}` : `side-${button.dataset.side}`;
  button.addEventListener("click", () => {
    const shown = hidden.delete(name);
    if (!shown) hidden.add(name);
    button.setAttribute("aria-pressed", String(shown));
    for (const mark of document.querySelectorAll(".curves .line, .curves .dot"))
      mark.classList.toggle("hidden", [...mark.classList].some((part) => hidden.has(part)));
  });
}

for (const chart of document.querySelectorAll("[data-curves]")) {
  const data = JSON.parse(chart.dataset.curves);
  const cursor = document.createElementNS(SVG, "line");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("y1", "14");
  cursor.setAttribute("y2", String(chart.viewBox.baseVal.height - 44));
  cursor.style.display = "none";
  chart.append(cursor);
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    const share = (across - data.left) / (data.right - data.left);
    const epoch = Math.round(1 + Math.min(1, Math.max(0, share)) * (data.last - 1));
    const lines = data.lines
      .filter((line) => !hidden.has(`run-${line.run}`) && !(line.side === "train" && hidden.has("side-train")))
      .map((line) => [line, line.values[epoch - line.first]])
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([line, value]) => {
        const run = titles.get(String(line.run));
        return `${line.side === "train" ? filled(WORDS.training, { run }) : run}: ${FORMS[data.form](value)}`;
      });
    if (!lines.length) return leave();
    const x = data.left + ((epoch - 1) / (data.last - 1)) * (data.right - data.left);
    cursor.setAttribute("x1", String(x));
    cursor.setAttribute("x2", String(x));
    cursor.style.display = "";
    showTip([filled(WORDS.epoch, { epoch }), ...lines].join("\n"), event);
  });
  const leave = () => { cursor.style.display = "none"; hideTip(); };
  chart.addEventListener("pointerleave", leave);
}

for (const section of document.querySelectorAll(".run")) {
  const chart = section.querySelector("[data-matrix]");
  if (!chart) continue;
  const data = JSON.parse(chart.dataset.matrix);
  const cells = [...chart.querySelectorAll(".cell")].map((group) => ({
    group, r: Number(group.dataset.r), c: Number(group.dataset.c), text: group.querySelector("text"),
    count: Number(group.querySelector("text").textContent),
  }));
  const labels = [...chart.querySelectorAll(".row-label, .column-label")].map((group) => ({
    group, i: Number(group.dataset.i), isRow: group.classList.contains("row-label"),
  }));
  section.querySelector("[data-reading]").addEventListener("change", (event) => {
    const reading = event.target.value;
    for (const cell of cells) {
      const whole = reading === "by_predicted" ? data.columns[cell.c] : data.rows[cell.r];
      const share = cell.count / Math.max(whole, 1);
      cell.group.setAttribute("class", `cell s${Math.min(9, Math.floor(share * 10))}`);
      cell.text.textContent = reading === "counts" ? cell.count : Math.round(100 * share);
    }
  });
  section.querySelector("[data-order]").addEventListener("change", (event) => {
    const place = [];
    data.orders[event.target.value].forEach((artist, position) => { place[artist] = position; });
    const at = (position) => data.cell * position;
    for (const { group, r, c } of cells)
      group.setAttribute("transform", `translate(${data.left + at(place[c])} ${data.top + at(place[r])})`);
    for (const { group, i, isRow } of labels) {
      const middle = at(place[i] + 0.5);
      group.setAttribute("transform", isRow
        ? `translate(${data.left - 8} ${data.top + middle})`
        : `translate(${data.left + middle} ${data.top - 6}) rotate(-55)`);
    }
  });
  const light = (r, c) => {
    for (const { group, i, isRow } of labels) group.classList.toggle("lit", isRow ? i === r : i === c);
  };
  chart.addEventListener("pointermove", (event) => {
    const group = event.target.closest(".cell");
    if (!group) return leave();
    const cell = cells.find((other) => other.group === group);
    const { r, c, count } = cell;
    const whole = data.rows[r];
    const told = { painter: data.names[r], answer: data.names[c], count, whole };
    told.share = percent(count / Math.max(whole, 1));
    light(r, c);
    showTip(filled(r === c ? WORDS.recognised : WORDS.taken, told), event);
  });
  const leave = () => { light(-1, -1); hideTip(); };
  chart.addEventListener("pointerleave", leave);
}

for (const table of document.querySelectorAll(".sortable")) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    for (const link of button.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(table, head, column));
  });
}
function sortBy(table, head, column) {
  const key = (row) => {
    const cell = row.cells[column];
    const text = cell ? cell.dataset.sort ?? cell.firstChild?.textContent ?? "" : "";
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? cell?.textContent ?? "" : number;
  };
  const order = (one, other) => typeof one === "number" && typeof other === "number" ? one - other
    : String(one).localeCompare(String(other));
  const rows = [...table.tBodies[0].rows];
  const first = rows.every((row) => typeof key(row) === "string") ? "ascending" : "descending";
  const other = first === "ascending" ? "descending" : "ascending";
  const way = head.getAttribute("aria-sort") === first ? other : first;
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", way);
  rows.sort((one, two) => order(key(one), key(two)) * (way === "ascending" ? 1 : -1));
  table.tBodies[0].append(...rows);
}
addEventListener("beforeprint", () => { for (const entry of document.querySelectorAll("details")) entry.open = true; });

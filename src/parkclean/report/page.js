"use strict";
// The script of a page: filter, walk, card, map, file table. It reads the JSON of #pk-data and writes text, never markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("pk-data").textContent);
  const invisible = new RegExp(`([${data.invisible}])`, "u");
  const rows = [...document.querySelectorAll("#pk-rows tbody tr")];
  const marks = [...document.querySelectorAll("#pk-rows .pk-m")];
  const numbers = new Map(marks.map((mark) => [mark, mark.dataset.c.split(" ").map(Number)]));
  const chips = [...document.querySelectorAll(".pk-chip")];
  const wanted = new Set();
  let current = null;

  const rule = (n) => data.rules[data.changes[n][0]];
  const rulesOf = (element, key) => (element.dataset[key] || "").split(" ").filter(Boolean).map(Number);
  const matches = (mark) => !wanted.size || numbers.get(mark).some((n) => wanted.has(data.changes[n][0]));

  // --- filter
  function filter() {
    const only = wanted.size > 0 || $("pk-only").checked;
    for (const mark of marks) mark.classList.toggle("pk-off", !matches(mark));
    for (const row of rows) {
      const own = rulesOf(row, "r");
      row.hidden = only && !(wanted.size ? own.some((n) => wanted.has(n)) : own.length);
    }
    for (const chip of chips) chip.setAttribute("aria-pressed", String(rulesOf(chip, "rules").every((n) => wanted.has(n))));
    $("pk-all").hidden = !wanted.size;
    const shown = Object.values(data.changes).filter(([n]) => !wanted.size || wanted.has(n)).length;
    $("pk-count").textContent = `${shown.toLocaleString("en")} changes`;
    stops();
  }
  function press(chip) {
    const own = rulesOf(chip, "rules");
    const on = own.every((n) => wanted.has(n));
    for (const n of own) on ? wanted.delete(n) : wanted.add(n);
    filter();
  }

  // --- the card
  function write(element, text) {
    element.textContent = "";
    text.split(invisible).forEach((piece, i) => {
      if (i % 2 === 0) return element.append(piece.replaceAll("\n", "⏎"));
      const chip = document.createElement("i");
      chip.className = "pk-cp";
      chip.textContent = "U+" + piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      element.append(chip);
    });
    if (text && !text.trim()) element.textContent = element.textContent.replaceAll(" ", "␣").replaceAll("\u3000", "□");
    if (!text) element.textContent = "(nothing)";
  }
  function line(number) {
    const row = rows.find((r) => r.id && Number(r.id.slice(1)) <= number && number <= Number(r.dataset.last || r.id.slice(1)));
    return row;
  }
  function open(mark) {
    if (current) current.classList.remove("pk-on");
    current = mark;
    mark.classList.add("pk-on");
    const own = numbers.get(mark);
    const n = own.find((i) => !wanted.size || wanted.has(data.changes[i][0])) ?? own[0];
    const [, at, column, before, after, offset, kept, keptLine, how] = data.changes[n];
    const [id, css, family, summary, why, proof] = rule(n);
    $("pk-card").className = "pk-card " + css;
    write($("pk-d-family"), family);
    write($("pk-d-rule"), id);
    write($("pk-d-summary"), summary);
    write($("pk-d-before"), before);
    write($("pk-d-after"), after);
    write($("pk-d-why"), why);
    $("pk-d-more").hidden = !why;
    $("pk-d-origin").textContent = `line ${at}, column ${column} (character ${offset.toLocaleString("en")} of the source)`;
    write($("pk-d-proof"), how ? `${how[0].toUpperCase()}${how.slice(1)}.` : proof);
    $("pk-d-kept-row").hidden = kept === undefined;
    $("pk-d-kept").textContent = "";
    if (kept !== undefined) {
      const link = document.createElement("a");
      link.textContent = `line ${kept}`;
      link.href = `#L${Number(keptLine)}`;
      $("pk-d-kept").append(link);
    }
    const also = own.filter((i) => i !== n).map((i) => rule(i)[0]);
    $("pk-d-also").hidden = !also.length;
    if (also.length) write($("pk-d-also"), `here, too: ${also.slice(0, 5).join(", ")}`);
    $("pk-card").hidden = false;
  }
  function close() {
    if (current) current.classList.remove("pk-on");
    $("pk-card").hidden = true;
  }

  // --- walking: one mark of the page can be reached by Tab, the others by n, p and the arrow keys
  const seen = (mark) => matches(mark) && !mark.closest("tr").hidden;
  function stops() {
    const first = current && seen(current) ? current : marks.find(seen);
    for (const mark of marks) mark.tabIndex = mark === first ? 0 : -1;
  }
  function walk(step) {
    const own = current ? numbers.get(current).join() : "";
    let i = current ? marks.indexOf(current) : step > 0 ? -1 : marks.length;
    do i += step; while (marks[i] && (!seen(marks[i]) || numbers.get(marks[i]).join() === own));
    if (!marks[i]) return;
    open(marks[i]);
    stops();
    marks[i].focus({ preventScroll: true });
    marks[i].scrollIntoView({ block: "center" });
  }

  if ($("pk-chips")) {
    for (const mark of marks) mark.setAttribute("role", "button");
    $("pk-rows").addEventListener("click", (event) => {
      const mark = event.target.closest(".pk-m");
      if (!mark) return;
      open(mark);
      stops();
      mark.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "nearest" }); // from under the card
    });
    $("pk-chips").addEventListener("click", (event) => {
      const chip = event.target.closest(".pk-chip");
      if (chip) press(chip);
    });
    $("pk-only").addEventListener("change", filter);
    $("pk-previous").addEventListener("click", () => walk(-1));
    $("pk-next").addEventListener("click", () => walk(1));
    $("pk-all").addEventListener("click", () => { wanted.clear(); filter(); });
    $("pk-close").addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text]")) return;
      const mark = event.target.closest(".pk-m");
      const step = { n: 1, j: 1, p: -1, k: -1 }[event.key] || (mark && { ArrowRight: 1, ArrowLeft: -1 }[event.key]);
      if (step) { event.preventDefault(); walk(step); }
      else if (event.key === "Escape") { if ($("pk-card").hidden) { wanted.clear(); filter(); } else close(); }
      else if (mark && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); open(mark); }
    });
    filter();
  }

  // --- the map: a line and all that share its rail; links go to the row that holds the line
  const mapLines = [...document.querySelectorAll(".pk-map-lines [data-rail]")];
  for (const item of mapLines) {
    const lit = (on) => mapLines.forEach((one) => one.classList.toggle("pk-on", on && one.dataset.rail === item.dataset.rail));
    item.addEventListener("pointerenter", () => lit(true));
    item.addEventListener("pointerleave", () => lit(false));
    item.addEventListener("focusin", () => lit(true));
    item.addEventListener("focusout", () => lit(false));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#L"]');
    const row = link && line(Number(link.getAttribute("href").slice(2)));
    if (!row) return;
    if (row.hidden) { wanted.clear(); $("pk-only").checked = false; filter(); }
    if (row.id !== link.getAttribute("href").slice(1)) { event.preventDefault(); location.hash = row.id; }
  });

  // --- the files of a corpus
  const table = $("pk-files");
  if (table) {
    const body = table.tBodies[0];
    const files = [...body.rows];
    const names = new Map(files.map((row) => [row, [row.cells[0], ...rulesOf(row, "r").map((n) => data.rules[n])]
      .map((part) => (part.textContent ?? part[0] + " " + part[2]).toLowerCase()).join(" ")]));
    $("pk-find").addEventListener("input", () => {
      const asked = $("pk-find").value.trim().toLowerCase();
      for (const row of files) row.hidden = !names.get(row).includes(asked);
    });
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, i) => head.firstChild.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[i].dataset.v === undefined ? row.cells[i].textContent : Number(row.cells[i].dataset.v);
      const order = (a, b) => { const x = value(a), y = value(b); return x < y ? -1 : x > y ? 1 : 0; };
      files.sort((a, b) => (down ? order(b, a) : order(a, b)));
      body.append(...files);
    }));
  }
})();

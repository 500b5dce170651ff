// The keyboard of the page with the rows of a set. The server makes every row; here they are only
// put in their place.
"use strict";

const table = document.querySelector(".bitext");
const body = table.tBodies[0];
const help = document.getElementById("help");
const said = table.dataset;
const languages = said.languages.split(" ");
const columns = [said.source, ...languages];
let language = languages[0];
let last = Number(said.last);
let lastSaid = Number(said.said);
let picked = null;
let busy = false;
// What was pressed while a row was being changed: it is done after that, in its order. Nothing waits
// behind a click, or behind what goes elsewhere: what follows is meant for a place not known yet.
const waiting = [];
let closed = false;
let leaving = false;

const KEYS = {
  a: "accept", x: "reject", o: "reopen", m: "merge-next", M: "merge-previous", s: "split",
  j: "move-next", k: "move-previous", e: "edit", u: "unlink", c: "pick", l: "link",
  z: "undo", y: "redo", n: "look-next", p: "look-previous", g: "jump", "/": "find", "?": "help",
  r: "replace", i: "about", t: "comment",
};

// These go to a field, a dialog, another row or another page.
const ELSEWHERE = new Set([
  "edit", "split", "comment", "jump", "find", "help", "replace", "look-next", "look-previous",
]);

// These work wherever the focus is; those that change something, at a cell alone.
const ANYWHERE = new Set(["look-next", "look-previous", "jump", "find", "help", "replace", "about"]);

const rows = () => [...body.querySelectorAll("tr[data-reference]")];
const rowOf = reference => rows().find(row => row.dataset.reference === reference);
const cellOf = (row, code) => row && row.querySelector(`td[data-language="${CSS.escape(code)}"]`);
const current = () => body.querySelector('td[tabindex="0"]');

function choose(cell, focus = true) {
  if (!cell) return;
  const old = current();
  if (old) old.tabIndex = -1;
  cell.tabIndex = 0;
  language = cell.dataset.language;
  if (focus) cell.focus();
  showAbout();
}

// What stands in a place of the set that is not on the page is on another page.
function go(reference) {
  leave(`${said.here}&at=${encodeURIComponent(reference)}`);
}

function leave(address) {
  waiting.length = 0;
  leaving = true;
  location.assign(address);
}

function step(down, right) {
  const cell = current();
  if (!cell) return choose(cellOf(rows()[0], language));
  const row = cell.closest("tr");
  if (right) {
    choose(cellOf(row, columns[columns.indexOf(language) + right] || language));
    return;
  }
  const all = rows();
  const next = all[all.indexOf(row) + down];
  if (next) choose(cellOf(next, language));
  const beyond = document.getElementById(down > 0 ? "later" : "earlier");
  // The neighbours of a row are to be seen before it is changed.
  if (beyond && (!next || next === (down > 0 ? all.at(-1) : all[0]))) go((next || row).dataset.reference);
}

function look(down) {
  const all = rows();
  const cell = current();
  const here = cell ? all.indexOf(cell.closest("tr")) : -1;
  const rest = down > 0 ? all.slice(here + 1) : all.slice(0, Math.max(here, 0)).reverse();
  const found = rest.find(row => row.dataset.look);
  if (found) {
    const marked = found.querySelector("td.doubtful, td.unaligned");
    choose(cellOf(found, marked ? marked.dataset.language : language));
  } else {
    const from = cell ? cell.closest("tr").dataset.reference : "";
    leave(`${said.next}&step=${down}&from=${encodeURIComponent(from)}`);
  }
}

function versions(row) {
  const all = rows();
  const here = all.indexOf(row);
  const near = all.slice(Math.max(here - 12, 0), here + 13);
  const other = picked && rowOf(picked.reference);
  const seen = Object.fromEntries(near.map(each => [each.dataset.reference, each.dataset.version]));
  if (picked) seen[picked.reference] = other ? other.dataset.version : picked.version;
  return seen;
}

// After a decision: from a row that needed a look to the next that does, else to the next row.
function moveOn(row, looked) {
  if (looked) look(1);
  else step(1, 0);
}

// What a row holds and what is said of it, as a page knows it.
const stateOf = row => `${row.dataset.version} ${row.dataset.said}`;

// HTML from the server, in which every text is escaped already.
function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("tr");
}

function show(answer, marked = false) {
  if (answer.progress) document.getElementById("progress").innerHTML = answer.progress;
  for (const name of answer.gone || []) rowOf(name)?.remove();
  for (const each of answer.rows || []) {
    const old = rowOf(each.reference);
    if (old && (stateOf(old) === `${each.version} ${each.said}` || old.querySelector("textarea"))) continue;
    const row = made(each.html);
    if (marked) row.querySelectorAll("td.cell").forEach(cell => cell.classList.add("changed"));
    const before = rowOf(each.previous);
    if (old) old.replaceWith(row);
    else if (before) before.after(row);
  }
}

async function ask(address, content) {
  const place = { symbol: said.symbol, level: said.level, languages };
  const answer = await post(root + address, { ...place, ...content });
  return [answer.ok, await answer.json()];
}

function hold(held) {
  busy = held;
  table.setAttribute("aria-busy", String(held));
}

// What follows a change that was refused was meant for another state of the rows.
function goOn(done) {
  if (!done) waiting.length = 0;
  while (!busy && waiting.length) waiting.shift()();
  if (!busy) closed = false;
}

async function correct(action, more = {}) {
  const cell = current();
  const row = cell && cell.closest("tr");
  if (!row && !["undo", "redo"].includes(action)) return tell(said.choose, true);
  if (busy) return;
  hold(true);
  const code = language;
  const all = rows();
  const here = row ? all.indexOf(row) : 0;
  const reference = row ? row.dataset.reference : "";
  const looked = Boolean(row && row.dataset.look);
  let done = false;
  try {
    const answered = await ask("/set/change", {
      action, reference, language: code, versions: row ? versions(row) : {}, ...more,
    });
    const answer = answered[1];
    done = answered[0];
    show(answer);
    tell(answer.message || "", !done);
    if (done && picked) unpick();
    const goal = done && ["undo", "redo"].includes(action) ? answer.focus : reference;
    if (done && goal && !rowOf(goal) && ["undo", "redo"].includes(action)) return go(goal);
    // A row that has gone leaves the focus to the one that stands in its place.
    const left = rows();
    choose(cellOf(rowOf(goal) || left[Math.min(here, left.length - 1)], code));
    if (done && ["accept", "reject"].includes(action)) moveOn(row, looked);
  } catch {
    tell(lost, true);
  } finally {
    hold(false);
  }
  goOn(done);
  return done;
}

function unpick() {
  picked = null;
  body.querySelectorAll(".picked").forEach(cell => cell.classList.remove("picked"));
  sessionStorage.removeItem("picked");
}

function pick() {
  const cell = current();
  if (!cell) return;
  unpick();
  const row = cell.closest("tr");
  picked = { reference: row.dataset.reference, version: row.dataset.version, language, symbol: said.symbol, level: said.level };
  sessionStorage.setItem("picked", JSON.stringify(picked));
  cell.classList.add("picked");
  tell(said.picked);
}

function link() {
  const cell = current();
  if (!cell || !picked) return tell(said.choose, true);
  // The text that was picked up goes to the row in sight.
  correct("link", {
    reference: picked.reference, language: picked.language, other: cell.closest("tr").dataset.reference,
  });
}

// A text that could not be saved stands in the editor again, below what is there now.
async function save(value) {
  if (await correct("edit", { text: value })) return;
  write(false, value);
  status.append(` – ${said.yours}`);
}

function write(cutting, kept = null) {
  const cell = current();
  const text = cell && cell.querySelector(".text");
  if (!text || cell.querySelector("textarea")) return;
  const area = document.createElement("textarea");
  area.value = kept ?? text.textContent;
  area.readOnly = cutting;
  area.lang = text.lang;
  area.dir = text.dir;
  area.setAttribute("aria-label", said.text);
  const leave = () => {
    area.remove();
    text.hidden = false;
    choose(cell);
  };
  area.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
      tell("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Python counts whole characters, JavaScript halves of some.
      const at = [...area.value.slice(0, area.selectionStart)].length;
      const value = area.value;
      leave();
      if (cutting) correct("split", { at });
      else if (value !== text.textContent) save(value);
      else tell("");
    }
  });
  text.hidden = kept === null;
  text.after(area);
  area.focus();
  area.setSelectionRange(cutting ? 0 : area.value.length, cutting ? 0 : area.value.length);
  if (kept === null) tell(cutting ? said.splitting : said.editing);
}

// What is typed and not saved is not to be lost by a click beside it.
addEventListener("beforeunload", event => {
  const open = [...body.querySelectorAll("textarea:not([readonly])")];
  if (!open.some(area => area.value !== area.previousSibling.textContent)) return;
  event.preventDefault();
  leaving = false;
});

// What concerns all rows: the page is loaded again after it.
async function all(address, question) {
  if (!confirm(question)) return;
  tell(said.working);
  try {
    const [done, answer] = await ask(address, {});
    tell(answer.message || "", !done);
    if (answer.reload) sessionStorage.setItem("message", answer.message);
    if (answer.reload) location.reload();
  } catch {
    tell(lost, true);
  }
}

async function bring(file) {
  try {
    const address = `${said.return}&name=${encodeURIComponent(file.name)}`;
    const answer = await post(address, file);
    const content = await answer.json();
    if (content.reload) sessionStorage.setItem("message", content.message);
    if (content.reload) location.reload();
    else tell(content.message, !answer.ok);
  } catch {
    tell(lost, true);
  }
}

function act(action) {
  switch (action) {
    case "look-next": return look(1);
    case "look-previous": return look(-1);
    case "jump": return document.getElementById("jump").focus();
    case "find": return document.getElementById("find").focus();
    case "help": return help.showModal();
    case "replace": return openReplacing();
    case "about": return toggleAbout();
    case "comment": return writeComment();
    case "pick": return pick();
    case "link": return link();
    case "split": return write(true);
    case "edit": return write(false);
    case "realign": return all("/set/realign", said.sure);
    case "accept-sure": return all("/set/accept", said.all);
    case "return": return document.getElementById("file").click();
    default: return correct(action);
  }
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("dialog")) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") choose(current());
    return;
  }
  const inGrid = event.target === document.body || event.target.closest(".bitext");
  const right = document.documentElement.dir === "rtl" ? -1 : 1;
  const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, right], ArrowLeft: [0, -right] };
  const action = KEYS[event.key];
  let pressed = null;
  if (moves[event.key] && inGrid) pressed = () => step(...moves[event.key]);
  else if (action && (inGrid || ANYWHERE.has(action))) pressed = () => act(action);
  if (!pressed) return;
  event.preventDefault();
  if (leaving || closed || (busy && event.repeat)) return;
  if (!busy) return pressed();
  waiting.push(pressed);
  closed = ELSEWHERE.has(action);
});
addEventListener("pageshow", () => { leaving = false; });
const tools = document.querySelector(".tools");
new ResizeObserver(() => document.documentElement.style.setProperty("--tools", `${tools.offsetHeight}px`)).observe(tools);
for (const place of [tools, document.querySelector(".head")]) {
  place.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    act(button.dataset.action);
  });
}
whenChosen(document.getElementById("file"), ([file]) => bring(file));
body.addEventListener("click", event => {
  closed = busy;
  const button = event.target.closest("button");
  if (button) {
    choose(cellOf(button.closest("tr"), language), false);
    act(button.dataset.action);
    return;
  }
  if (!event.target.closest("textarea")) choose(event.target.closest("td[data-language]"));
});
body.addEventListener("focusin", event => {
  if (event.target.matches("td[data-language]")) choose(event.target, false);
});

async function news() {
  if (busy || document.hidden) return;
  try {
    const answer = await (await fetch(`${said.news}&after=${last}&said=${lastSaid}`, { headers: ofMemory })).json();
    if (answer.message) tell(answer.message, true);
    if (!answer.rows || busy || (answer.last === last && answer.said === lastSaid)) return;
    last = answer.last;
    lastSaid = answer.said;
    const cell = current();
    const here = cell && cell.closest("tr").dataset.reference;
    const held = cell && cell.contains(document.activeElement);
    const before = rows().map(stateOf).join();
    show(answer, true);
    if (rows().map(stateOf).join() !== before) {
      tell(`${said.others}: ${answer.who.join(", ")}`);
      if (!current()) choose(cellOf(rowOf(here) || rows()[0], language), held);
    }
  } catch {
    tell(lost, true);
  }
}
setInterval(news, 3000);

// What was said before the page was loaded again.
tell(sessionStorage.getItem("message") || said.notice);
sessionStorage.removeItem("message");
const kept = JSON.parse(sessionStorage.getItem("picked") || "null");
if (kept && kept.symbol === said.symbol && kept.level === said.level) picked = kept;
const start = rowOf(said.at) || rows()[0];
const marked = said.at && start && start.querySelector("td.doubtful, td.unaligned");
choose(cellOf(start, marked ? marked.dataset.language : language), Boolean(said.at));

// The page on which documents are brought: it sends them one by one, shows how they are grouped,
// and how far the work is.
"use strict";

const place = document.getElementById("adding");
const said = place.dataset;
const groups = document.getElementById("groups");
const body = groups.querySelector("tbody");
const template = document.getElementById("row");
const work = document.getElementById("work");
let batch = "";
let aligned = [];

const ask = async (address, content) => heard(await post(root + address, content));

// A folder that is dropped: its files, with their places in it.
async function filesIn(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((good, bad) => entry.file(good, bad));
    return [[path + file.name, file]];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (!some.length) break;
    for (const each of some) found.push(...await filesIn(each, `${path}${entry.name}/`));
  }
  return found;
}

async function bring(files) {
  const wanted = files.filter(([path]) => !path.split("/").some(part => part.startsWith(".")));
  if (!wanted.length) return;
  batch = (await ask("/add/begin")).batch;
  const failed = [];
  for (const [index, [path, file]] of wanted.entries()) {
    tell(`${said.bringing} ${index + 1}/${wanted.length}: ${path}`);
    const query = new URLSearchParams({ batch, path });
    try {
      await ask(`/add/file?${query}`, file);
    } catch (error) {
      failed.push({ path, cause: cause(error) });
    }
  }
  await group(failed);
}

async function group(failed = []) {
  if (!batch) return;
  tell(said.grouping);
  const found = await ask("/add/group", { batch, source: document.getElementById("source").value });
  aligned = found.aligned;
  body.replaceChildren();
  for (const each of found.documents) addRow(each);
  for (const path of aligned) addFixed(path, "");
  for (const each of found.refused) addRow({ symbol: "", language: "", ...each });
  for (const each of failed) addFixed(each.path, each.cause);
  groups.hidden = false;
  tell(found.documents.length || aligned.length ? "" : said.nothing);
}

function addRow(each) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.querySelector("[name=symbol]").value = each.symbol;
  if (each.language) row.querySelector("[name=language]").value = each.language;
  row.querySelector(".path").textContent = each.path;
  row.querySelector(".cause").textContent = each.cause || "";
  row.dataset.path = each.path;
  body.append(row);
}

// What is not aligned here: texts that are aligned already, and files that could not be brought.
function addFixed(path, cause) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.querySelectorAll("input, select").forEach(field => field.remove());
  row.querySelector(".path").textContent = path;
  row.querySelector(".cause").textContent = cause;
  body.append(row);
}

async function align() {
  const documents = [...body.querySelectorAll("tr[data-path]")].map(row => ({
    path: row.dataset.path,
    symbol: row.querySelector("[name=symbol]").value.trim(),
    language: row.querySelector("[name=language]").value,
  })).filter(each => each.symbol);
  const source = document.getElementById("source").value;
  show(await ask("/add/align", { batch, source, documents, aligned }));
  batch = "";
  groups.hidden = true;
  await follow();
}

function listed(list, lines) {
  list.replaceChildren(...lines.map(line => {
    const item = document.createElement("li");
    if (line.href) {
      const link = document.createElement("a");
      link.href = line.href;
      link.textContent = line.text;
      item.append(link, ` ${line.more}`);
      if (line.look) {
        const look = document.createElement("a");
        look.href = line.look.href;
        look.textContent = line.look.text;
        item.append(" · ", look);
      }
    } else {
      item.textContent = line;
    }
    return item;
  }));
}

function show(state) {
  work.hidden = false;
  const bar = document.getElementById("bar");
  bar.max = 1;
  bar.value = state.share;
  document.getElementById("count").textContent = [`${state.done}/${state.total}`, state.step].filter(Boolean).join(" · ");
  document.getElementById("cancel").hidden = !state.running;
  document.getElementById("after").hidden = state.running;
  listed(document.getElementById("sets"), state.sets.map(each => ({
    href: `${root}/set?${new URLSearchParams({ symbol: each.symbol, level: "sentence" })}`,
    text: each.symbol,
    more: [each.state, ...each.causes].join(" · "),
    look: each.look && { text: each.look, href: `${root}/set/next?${new URLSearchParams({ symbol: each.symbol, level: "sentence" })}` },
  })));
  listed(document.getElementById("told"), state.told);
  if (state.running) tell(said.working);
  else tell(state.cancelled ? said.cancelled : said.ended);
}

async function follow() {
  for (;;) {
    const state = await heard(await fetch(`${root}/add/state`, { headers: ofMemory }));
    show(state);
    if (!state.running) return;
    await new Promise(good => setTimeout(good, 500));
  }
}

for (const name of ["files", "folder"]) {
  whenChosen(document.getElementById(name), files => careful(
    () => bring(files.map(file => [file.webkitRelativePath || file.name, file])),
  ));
}
whenDropped(document.getElementById("drop"), found => {
  // What other programs hand over, as attachments of letters, can be a file without a place.
  const dropped = [...found.items].filter(item => item.kind === "file").map(item => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    return entry ? filesIn(entry) : [[file.name, file]];
  });
  careful(async () => bring((await Promise.all(dropped)).flat()));
});
document.getElementById("source").addEventListener("change", () => careful(group));
groups.addEventListener("submit", event => {
  event.preventDefault();
  careful(align);
});
document.getElementById("cancel").addEventListener("click", () => careful(async () => {
  show(await ask("/add/cancel"));
}));
if (said.running) careful(follow);

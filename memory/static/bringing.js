// The page on which aligned texts are brought: it sends the files one by one, and tells what became
// of each.
"use strict";

const drop = document.getElementById("bringing");
const told = document.getElementById("brought");
const after = document.getElementById("after");

function line(name, message, losses = []) {
  const item = document.createElement("li");
  const named = document.createElement("bdi");
  named.textContent = name;
  item.append(named, `: ${message}`);
  for (const loss of losses) {
    const cause = document.createElement("span");
    cause.className = "cause";
    // Readers of files tell what they leave out in English, whatever language the page has.
    cause.lang = "en";
    cause.dir = "ltr";
    cause.textContent = loss;
    item.append(cause);
  }
  told.append(item);
}

// The sets that were brought to, one for each source language: each once, behind "Look at".
function link(symbol) {
  const links = after.querySelector("span");
  if ([...links.children].some(each => each.textContent === symbol)) return;
  const made = document.createElement("a");
  made.href = `${root}/set?${new URLSearchParams({ symbol })}`;
  made.textContent = symbol;
  made.dir = "auto";
  links.append(" ", made);
  after.hidden = false;
}

async function bring(file) {
  const address = `${root}/bring?name=${encodeURIComponent(file.name)}`;
  const headers = { "Content-Type": "application/octet-stream", "Hexapla-Memory": drop.dataset.memory };
  try {
    const answer = await fetch(address, { method: "POST", headers, body: file });
    const found = await answer.json();
    line(file.name, found.message || drop.dataset.lost, found.losses);
    if (!answer.ok) return;
    found.symbols.forEach(link);
  } catch {
    line(file.name, drop.dataset.lost);
  }
}

async function bringAll(files) {
  status.textContent = drop.dataset.working;
  for (const file of files) await bring(file);
  status.textContent = "";
}

document.getElementById("files").addEventListener("change", event => {
  const files = [...event.target.files];
  event.target.value = "";
  bringAll(files);
});
whenDropped(drop, found => bringAll([...found.files]));

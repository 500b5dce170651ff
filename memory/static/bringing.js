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
    const span = document.createElement("span");
    span.className = "cause";
    span.textContent = loss;
    item.append(span);
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
  try {
    const found = await heard(await post(`${root}/bring?name=${encodeURIComponent(file.name)}`, file));
    line(file.name, found.message, found.losses);
    found.symbols.forEach(link);
  } catch (error) {
    line(file.name, cause(error));
  }
}

async function bringAll(files) {
  status.textContent = drop.dataset.working;
  for (const file of files) await bring(file);
  status.textContent = "";
}

whenChosen(document.getElementById("files"), bringAll);
whenDropped(drop, found => bringAll([...found.files]));

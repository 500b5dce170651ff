// What every page has, and what its other scripts share.
"use strict";

// What a proxy has in its addresses before those of this server.
const root = document.body.dataset.root;
// Another memory may be opened elsewhere meanwhile: nothing is changed in it then.
const memory = document.body.dataset.memory;
const ofMemory = memory ? { "Hexapla-Memory": memory } : {};
const lost = document.body.dataset.lost;
const status = document.getElementById("status");

function tell(message, bad = false) {
  status.textContent = message;
  status.classList.toggle("bad", bad);
}

// Sends a file as it is, anything else as JSON.
function post(address, content = {}) {
  const isFile = content instanceof Blob;
  const type = isFile ? "application/octet-stream" : "application/json";
  return fetch(address, {
    method: "POST",
    headers: { ...ofMemory, "Content-Type": type },
    body: isFile ? content : JSON.stringify(content),
  });
}

// What an answer says; a refusal is thrown.
async function heard(answer) {
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.message || lost);
  return found;
}

// What went wrong, as it is told: where there was no answer, or none of this server, browsers say so
// in words of their own.
const cause = error => error instanceof TypeError || error instanceof SyntaxError ? lost : error.message;

// Whoever waits sees what went wrong, and can go on.
async function careful(action) {
  try {
    await action();
  } catch (error) {
    tell(cause(error), true);
  }
}

// Files that are chosen; the same one, changed meanwhile, can be chosen again.
function whenChosen(input, take) {
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) take(files);
  });
}

// A place on which files can be dropped.
function whenDropped(place, take) {
  place.addEventListener("dragover", event => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", event => {
    event.preventDefault();
    place.classList.remove("over");
    take(event.dataTransfer);
  });
}

// Buttons that copy a text with its source.

// Browsers keep the clipboard from pages that come without encryption from another computer.
function copyInPlace(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

document.addEventListener("click", async event => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
  else copyInPlace(button.dataset.copy);
  button.textContent = button.dataset.copied;
});

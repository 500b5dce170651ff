// What every page has, and what its other scripts share.
"use strict";

// What a proxy has in its addresses before those of this server.
const root = document.body.dataset.root;
const status = document.getElementById("status");

function tell(message, bad = false) {
  status.textContent = message;
  status.classList.toggle("bad", bad);
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

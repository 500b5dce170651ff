// Buttons that copy a text with its source.
"use strict";

// What a proxy has in its addresses before those of this server, for every script of a page.
const root = document.body.dataset.root;

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

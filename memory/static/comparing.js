// A draft that is dropped on the page is compared with a document of the memory: it is sent again
// for each page of the answer and for each file, for the server keeps nothing of it.
"use strict";

const form = document.getElementById("comparing");
const said = form.dataset;
const result = document.getElementById("result");
let draft = null;

function send(address) {
  const query = new URLSearchParams(address.split("?")[1]);
  query.set("name", draft.name);
  const headers = { "Content-Type": "application/octet-stream" };
  // Another memory may be opened elsewhere meanwhile.
  if (said.memory) headers["Hexapla-Memory"] = said.memory;
  return fetch(`${address.split("?")[0]}?${query}`, { method: "POST", headers, body: draft });
}

async function compare(address) {
  tell(said.working);
  try {
    const answer = await send(address);
    const found = await answer.json();
    if (!answer.ok) return void tell(found.message || said.lost, true);
    // HTML from the server, in which every text is escaped already.
    result.innerHTML = found.html;
    form.elements.old.value = found.old;
    tell("");
  } catch {
    tell(said.lost, true);
  }
}

async function keep(link) {
  const answer = await send(link.getAttribute("href"));
  if (!answer.ok) return void tell((await answer.json()).message || said.lost, true);
  const address = URL.createObjectURL(await answer.blob());
  const named = document.createElement("a");
  named.href = address;
  named.download = decodeURIComponent(answer.headers.get("Content-Disposition").split("''")[1]);
  named.click();
  URL.revokeObjectURL(address);
}

function take(file) {
  if (!file) return;
  draft = file;
  form.elements.new.value = "";
  compare(`${root}/compare?${new URLSearchParams(new FormData(form))}`);
}

document.getElementById("draft").addEventListener("change", event => {
  take(event.target.files[0]);
  // The same file, changed meanwhile, can be chosen again.
  event.target.value = "";
});
whenDropped(document.getElementById("drop"), found => take(found.files[0]));
form.addEventListener("submit", event => {
  if (!draft || form.elements.new.value) return;
  event.preventDefault();
  compare(`${root}/compare?${new URLSearchParams(new FormData(form))}`);
});
result.addEventListener("click", event => {
  const link = draft && event.target.closest("a[data-file], .pager a");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.file === undefined) compare(link.getAttribute("href"));
  else keep(link).catch(() => tell(said.lost, true));
});

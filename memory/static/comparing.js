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
  return post(`${address.split("?")[0]}?${query}`, draft);
}

function compare(address) {
  tell(said.working);
  return careful(async () => {
    const found = await heard(await send(address));
    // HTML from the server, in which every text is escaped already.
    result.innerHTML = found.html;
    form.elements.old.value = found.old;
    tell("");
  });
}

async function keep(link) {
  const answer = await send(link.getAttribute("href"));
  if (!answer.ok) await heard(answer);
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

whenChosen(document.getElementById("draft"), ([file]) => take(file));
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
  else careful(() => keep(link));
});

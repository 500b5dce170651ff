// Find and replace in the rows of the set: what would become of them is shown before it is done.
"use strict";

const replacing = document.getElementById("replacing");
const replacements = document.getElementById("replacements");
const replaceForm = replacing.querySelector("form");
const fields = replaceForm.elements;
let previewed = null;

function openReplacing() {
  if (columns.includes(language) && language !== said.source) fields.language.value = language;
  replacing.showModal();
  fields.find.focus();
}

function forget() {
  previewed = null;
  replacements.replaceChildren();
  fields.apply.disabled = true;
}

async function askReplacing(more) {
  return ask("/set/replace", {
    find: fields.find.value,
    replacement: fields.replacement.value,
    language: fields.language.value,
    ignore_case: fields.ignore_case.checked,
    whole_words: fields.whole_words.checked,
    ...more,
  });
}

async function preview() {
  forget();
  const [done, answer] = await askReplacing({});
  if (!done) return void (replacements.textContent = answer.message);
  previewed = answer.version;
  // HTML from the server, in which every text is escaped already.
  replacements.innerHTML = answer.html;
  fields.apply.disabled = !answer.total;
}

async function replaceAll() {
  const left = [...replacements.querySelectorAll("input:not(:checked)")].map(each => each.value);
  const [done, answer] = await askReplacing({ version: previewed, left });
  if (!done) {
    forget();
    replacements.textContent = answer.message;
    return;
  }
  sessionStorage.setItem("message", answer.message);
  location.reload();
}

replaceForm.addEventListener("input", event => {
  if (!replacements.contains(event.target)) forget();
});
replaceForm.addEventListener("submit", event => {
  if (event.submitter?.value === "close") return;
  event.preventDefault();
  const doing = event.submitter === fields.apply ? replaceAll() : preview();
  doing.catch(() => void (replacements.textContent = lost));
});

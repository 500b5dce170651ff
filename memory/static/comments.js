// What is said of the row in the panel: written, resolved, taken back.
"use strict";

// A comment that is not sent yet stays, also where the panel is made anew for the same row.
let draftOf = "";
let commentAsked = false;

function putComments(html, reference) {
  const old = about.querySelector("textarea");
  const draft = old && draftOf === reference ? old.value : "";
  const held = old && old === document.activeElement;
  // HTML from the server, in which every text is escaped already.
  about.innerHTML = html;
  const area = about.querySelector("textarea");
  draftOf = reference;
  if (!area) return;
  area.value = draft;
  if (commentAsked || (held && draft)) area.focus();
  commentAsked = false;
}

function writeComment() {
  if (!current()) return tell(said.choose, true);
  if (about.hidden) toggleAbout();
  const area = about.querySelector("textarea");
  if (area && draftOf === current().closest("tr").dataset.reference) return area.focus();
  commentAsked = true;
  showAbout();
}

async function comment(action, more) {
  if (busy) return;
  hold(true);
  try {
    const [done, answer] = await ask("/set/comment", { action, reference: draftOf, ...more });
    show(answer);
    tell(answer.message || "", !done);
    const area = about.querySelector("textarea");
    if (done && action === "comment" && area) area.value = "";
    choose(cellOf(rowOf(draftOf), language), false);
  } catch {
    tell(said.lost, true);
  } finally {
    hold(false);
  }
}

about.addEventListener("submit", event => {
  event.preventDefault();
  comment("comment", { text: event.target.elements.text.value });
});
about.addEventListener("click", event => {
  const button = event.target.closest("button[data-comment]");
  if (button) comment(button.dataset.comment, { number: Number(button.dataset.number || 0) });
});
about.addEventListener("keydown", event => {
  if (event.key === "Enter" && event.ctrlKey && event.target.form) event.target.form.requestSubmit();
});

// What is said of the row in the panel: written, resolved, taken back.
"use strict";

// Comments that are not sent yet stay with their rows, also where another row is chosen meanwhile.
const drafts = new Map();
let draftOf = "";
let commentAsked = false;

function putComments(html, reference) {
  const old = about.querySelector("textarea");
  const held = old && old === document.activeElement && draftOf === reference;
  // HTML from the server, in which every text is escaped already.
  about.innerHTML = html;
  const area = about.querySelector("textarea");
  draftOf = reference;
  if (!area) return;
  area.value = drafts.get(reference) || "";
  if (commentAsked || held) area.focus();
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
  const reference = draftOf;
  let done = false;
  try {
    const [answered, answer] = await ask("/set/comment", { action, reference, ...more });
    done = answered;
    show(answer);
    tell(answer.message || "", !done);
    if (done && action === "comment") {
      drafts.delete(reference);
      const area = about.querySelector("textarea");
      if (area && draftOf === reference) area.value = "";
    }
    choose(cellOf(rowOf(reference), language), false);
  } catch {
    tell(lost, true);
  } finally {
    hold(false);
  }
  goOn(done);
}

about.addEventListener("input", event => drafts.set(draftOf, event.target.value));
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

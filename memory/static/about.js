// The panel beside the rows: what is known of the one that is chosen.
"use strict";

const about = document.getElementById("about");
// Who walks through the rows does not stop at each: the panel follows where somebody rests.
const REST = 120;
let aboutShown = "";
let aboutWaiting = 0;

function openAbout(open) {
  about.hidden = !open;
  document.querySelector('[data-action="about"]').setAttribute("aria-expanded", String(open));
  if (open) localStorage.setItem("about", "open");
  else localStorage.removeItem("about");
  aboutShown = "";
}

function toggleAbout() {
  openAbout(about.hidden);
  current()?.scrollIntoView({ block: "nearest" });
  showAbout();
}

function showAbout() {
  clearTimeout(aboutWaiting);
  const cell = current();
  const row = cell && cell.closest("tr");
  const code = language === said.source ? languages[0] : language;
  const wanted = row && [row.dataset.reference, stateOf(row), code].join(" ");
  if (about.hidden || !row || wanted === aboutShown) return;
  aboutWaiting = setTimeout(async () => {
    aboutShown = wanted;
    const query = new URLSearchParams({ at: row.dataset.reference, of: code });
    try {
      const answer = await (await fetch(`${said.about}&${query}`, { headers: ofMemory })).json();
      if (aboutShown !== wanted) return;
      // HTML from the server, in which every text is escaped already.
      if (!answer.html) about.textContent = answer.message;
      else putComments(answer.html, row.dataset.reference);
    } catch {
      aboutShown = "";
    }
  }, REST);
}

openAbout(localStorage.getItem("about") === "open");

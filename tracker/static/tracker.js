/* Small comforts for staff pages. Every page works without this file. */
"use strict";

const typing = (place) => place.matches("input, textarea, select, [contenteditable]");

/* "/" goes to the search box, Escape closes an open menu. */
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "/" && !typing(event.target)) {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "Escape") {
    closeMenus((menu) => { if (menu.contains(document.activeElement)) menu.querySelector("summary").focus(); });
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !typing(event.target)) {
    if (step(event.key === "ArrowDown" ? 1 : -1, event.target)) event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

function closeMenus(before) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => { before(menu); menu.open = false; });
}

/* ↑ ↓ walk the rows of the list in hand (or of the first list); Enter is the link's own. */
function step(by, from) {
  if (from.closest("details[open], [role=menu], nav")) return false;
  const list = from.closest("table[data-rows]") || document.querySelector("table[data-rows]");
  const links = list ? [...list.querySelectorAll("tbody .row-link")] : [];
  if (!links.length) return false;
  const here = links.findIndex((link) => link.closest("tr").contains(from));
  if (here < 0 && by < 0) return false;
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next.focus({ preventScroll: true });
  next.closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

/* Ctrl+Enter sends the note one is writing. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});

/* What needs correcting takes the focus, also when htmx brings it in. */
function focusErrors(place) {
  const summary = place.querySelector("[data-focus]");
  if (summary && !summary.contains(document.activeElement)) summary.focus();
}
focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

/* An answer of 422 is a form with its errors: show it like any other. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

// Keys of one letter. They can be switched off (WCAG 2.1.4), and never act while something is being written.
const ACTIONS = {
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  x: () => step(1, isProblem),
  X: () => step(-1, isProblem),
  0: clearFilters,
  "/": () => byId("search").focus(),
  s: () => byId("source").focus(),
  r: () => {
    if (!chosen) step(1);
    if (form) form.elements.note.focus();
  },
  o: () => {
    const link = chosen && (chosen.card.querySelector(".open a") || chosen.card.querySelector(".outlet a"));
    if (link) link.click();
  },
  t: nextTheme,
  "?": () => byId("help").showModal(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || byId("help").open) return;
  const writing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    if (writing) writing.blur();
    else if (chosen) choose(null);
    return;
  }
  if (writing || !byId("keys-on").checked) return;
  const chip = /^[1-6]$/.test(event.key) ? chips[Number(event.key) - 1] : null;
  const action = chip ? () => toggle(chip) : Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
  if (action) {
    event.preventDefault();
    action();
  }
}

// One claim at a time beside its draft.
let chosen = null;

function choose(claim, { focus = true } = {}) {
  if (chosen) {
    chosen.card.classList.remove("chosen");
    chosen.view.classList.remove("open");
    for (const mark of chosen.marks) mark.classList.remove("chosen");
    if (chosen.tag) chosen.tag.removeAttribute("aria-current");
  }
  const before = chosen;
  chosen = claim;
  if (!claim) {
    remember("");
    if (before && focus) before.item.querySelector("a").focus({ preventScroll: true });
    return;
  }
  claim.view.classList.add("open");
  claim.card.classList.add("chosen");
  for (const mark of claim.marks) mark.classList.add("chosen");
  if (claim.tag) claim.tag.setAttribute("aria-current", "true");
  openForm(claim);
  const fitting = claims.filter((one) => one.fits);
  const place = fitting.indexOf(claim);
  claim.view.querySelector(".walk .place").textContent = place < 0 ? "" : `${place + 1} of ${fitting.length}`;
  claim.card.parentElement.scrollTop = 0;
  remember(claim.anchor);
  show(claim.marks[0] || claim.tag);
  if (focus) claim.card.querySelector("h3").focus({ preventScroll: true });
}

// brings the words into the part of the draft that is not covered, without pushing the claim's card out at the draft's end
function show(element) {
  if (!element) return;
  const view = element.closest(".view");
  const sheet = view.querySelector(".cards");
  const sticks = getComputedStyle(sheet).position !== "fixed";
  const above = Math.max(0, Math.min(document.querySelector(".tools").getBoundingClientRect().bottom, 200));
  const free = window.innerHeight - above - (sticks ? 0 : sheet.offsetHeight);
  const box = element.getBoundingClientRect();
  let by = 0;
  if (box.top < above + 8 || box.bottom > above + free - 8) by = box.top - above - Math.max(8, Math.min(free / 3, free - box.height - 8));
  if (sticks) by = Math.min(by, view.querySelector(".pair").getBoundingClientRect().bottom - above - 16 - sheet.offsetHeight);
  if (by) window.scrollBy({ top: by });
}

function remember(anchor) {
  try {
    history.replaceState(null, "", anchor ? `#${anchor}` : location.pathname + location.search);
  } catch {
    // some browsers refuse this for a file: then the address just stays as it is
  }
}

function step(by, wanted = () => true) {
  const fitting = claims.filter((claim) => (claim.fits && wanted(claim)) || claim === chosen);
  if (!fitting.some((claim) => claim !== chosen)) {
    say("No other claim to go to.");
    return;
  }
  const at = chosen ? fitting.indexOf(chosen) : by > 0 ? -1 : 0;
  choose(fitting[(at + by + fitting.length) % fitting.length]);
}

const isProblem = (claim) => claim.label !== "supported";

function chooseByAddress() {
  const anchor = location.hash.slice(1);
  const claim = claimAt.get(anchor) || claimAt.get(anchor.replace(/-mark$/, ""));
  if (claim) choose(claim, { focus: false });
}

function onClick(event) {
  const out = event.target.closest("a.out");
  const link = event.target.closest('a[href^="#"]');
  const mark = event.target.closest("mark.said");
  if (event.target.closest(".walk .back, .walk .close")) {
    choose(null);
  } else if (event.target.closest(".walk .previous")) {
    step(-1);
  } else if (event.target.closest(".walk .following")) {
    step(1);
  } else if (link && claimAt.has(link.hash.slice(1)) && !link.closest(".summary")) {
    event.preventDefault();
    choose(claimAt.get(link.hash.slice(1)));
  } else if (mark && !out && !link && String(getSelection()) === "") {
    choose(claimAt.get(mark.dataset.claims.split(" ")[0]));
  } else if (event.target.closest("a.to-mark") && chosen) {
    event.preventDefault();
    show(chosen.marks[0] || chosen.tag);
    if (chosen.tag) chosen.tag.focus({ preventScroll: true });
  }
}

// Filters by verdict and source, and the search: what does not fit is dimmed in the draft and left out of the list.
const labels = new Set();
let chips = [];

// without scripts the counts lead to the first claim of their verdict; with them they are switches
function makeChips() {
  chips = all(".totals a.chip").map((link) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = link.className;
    chip.dataset.label = link.dataset.label;
    chip.setAttribute("aria-pressed", "false");
    chip.append(...link.childNodes);
    link.replaceWith(chip);
    chip.addEventListener("click", () => toggle(chip));
    return chip;
  });
}

function toggle(chip) {
  const label = chip.dataset.label;
  if (!labels.delete(label)) labels.add(label);
  filter();
}

function clearFilters() {
  labels.clear();
  byId("search").value = "";
  byId("source").value = "";
  byId("noted").value = "";
  filter();
}

function filter() {
  const wanted = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const source = byId("source").value;
  const noted = byId("noted").value;
  let count = 0;
  for (const claim of claims) {
    if (wanted.length && claim.text === null) claim.text = `${claim.card.textContent} ${claim.id}`.toLowerCase();
    claim.fits =
      (!labels.size || labels.has(claim.label)) &&
      (!source || claim.sources.includes(source)) &&
      (!noted || isEmpty(current(claim.id)) === (noted === "without")) &&
      wanted.every((word) => claim.text.includes(word));
    count += claim.fits;
    claim.item.hidden = !claim.fits;
    if (claim.tag) claim.tag.classList.toggle("dim", !claim.fits);
  }
  for (const mark of all("mark.said")) {
    mark.classList.toggle("dim", !mark.dataset.claims.split(" ").some((anchor) => claimAt.get(anchor).fits));
  }
  for (const view of all(".view")) {
    const none = view.querySelector(".index .none");
    none.hidden = !view.querySelector(".card") || all(".index li:not([hidden])", view).length > 0;
  }
  for (const chip of chips) chip.setAttribute("aria-pressed", String(labels.has(chip.dataset.label)));
  const filtered = labels.size || source || noted || wanted.length;
  byId("shown").textContent = filtered ? `${count} of ${claims.length} claims` : "";
  if (chosen && !chosen.fits) choose(null, { focus: false });
}

// What stands in the page: its claims in the drafts' order, each with its card, its entry in the list and its marks.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const marksOf = new Map();
for (const mark of all("mark.said")) {
  for (const anchor of mark.dataset.claims.split(" ")) {
    if (!marksOf.has(anchor)) marksOf.set(anchor, []);
    marksOf.get(anchor).push(mark);
  }
}
const itemOf = new Map(all(".index li").map((item) => [item.dataset.claim, item]));

const claims = all(".card").map((card) => ({
  id: card.dataset.id,
  label: card.dataset.label,
  sources: card.dataset.sources.split(" ").filter(Boolean),
  draft: card.dataset.draft,
  anchor: card.id,
  card,
  view: card.closest(".view"),
  item: itemOf.get(card.id),
  tag: byId(`${card.id}-mark`),
  marks: marksOf.get(card.id) || [],
  words: card.querySelector(".words").textContent,
  text: null, // lower case, for the search; read when it is first needed
  fits: true,
}));
const claimAt = new Map(claims.map((claim) => [claim.anchor, claim]));

const say = (text) => {
  const line = byId("told");
  if (line) line.textContent = text;
};

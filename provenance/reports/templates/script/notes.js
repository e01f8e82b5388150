// A reviewer's notes: kept in the page's local storage under the claim's stable id, or in memory where there is none.
const SCHEMA = "provenance.review/1";
const PREFIX = `${SCHEMA}/`;
const MAX_NOTE = 10000;
const MAX_WORDS = 2000;
const LABELS = all("#noteform").flatMap((form) => all("option", form.content).map((option) => option.value)).filter(Boolean);
const NAMES = new Map(all("#noteform").flatMap((form) => all("option", form.content).map((option) => [option.value, option.textContent])));

const storage = (() => {
  try {
    const probe = `${PREFIX}probe`;
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return window.localStorage;
  } catch {
    return null; // a file opened in some browsers, or storage switched off
  }
})();
const memory = new Map();

const now = () => new Date().toISOString();

// the message of what is wrong with a note; empty if nothing is
function fault(note) {
  const text = (value, most) => typeof value === "string" && value.length <= most;
  if (typeof note !== "object" || note === null || Array.isArray(note)) return "is no object";
  const unknown = Object.keys(note).find((key) => !["claim", "verdict", "note", "updated", "text", "draft"].includes(key));
  if (unknown !== undefined) return `has an unknown key “${unknown.slice(0, 60)}”`;
  if (!text(note.claim, 100) || !/^[\x21-\x7e]+$/.test(note.claim)) return "names no claim";
  if (note.verdict !== null && !LABELS.includes(note.verdict)) return "has an unknown verdict";
  if (!text(note.note, MAX_NOTE)) return `has no note of at most ${MAX_NOTE} characters`;
  if (!text(note.updated, 40) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(note.updated)) return "has no time";
  if (!text(note.text ?? "", MAX_WORDS) || !text(note.draft ?? "", MAX_WORDS)) return "has words that are no text, or too long";
  return "";
}

function stored(id) {
  if (!storage) return memory.get(id) || null;
  try {
    const note = JSON.parse(storage.getItem(PREFIX + id));
    return note && !fault(note) && note.claim === id ? note : null;
  } catch {
    return null;
  }
}

// whether it will still be there when the page is opened again
function keep(note) {
  memory.set(note.claim, note);
  if (!storage) return false;
  try {
    storage.setItem(PREFIX + note.claim, JSON.stringify(note));
    return true;
  } catch {
    return false; // full, or taken away meanwhile
  }
}

// the notes that the report was made with, as they stand in the page
const given = new Map();
for (const claim of claims) {
  const box = claim.card.querySelector(".noted");
  if (box.dataset.updated) {
    given.set(claim.id, {
      claim: claim.id,
      verdict: box.dataset.verdict || null,
      note: box.querySelector(".noted-note").textContent,
      updated: box.dataset.updated,
      text: claim.words.slice(0, MAX_WORDS),
      draft: claim.draft.slice(0, MAX_WORDS),
    });
  }
}
for (const item of all(".orphans li")) {
  given.set(item.dataset.id, {
    claim: item.dataset.id,
    verdict: item.dataset.verdict || null,
    note: item.querySelector(".orphan-note").textContent,
    updated: item.dataset.updated,
    text: item.dataset.text,
    draft: item.dataset.draft,
  });
}
const imported = new Map(); // notes from files for claims that are not in this report

const newer = (one, other) => (!other || (one && Date.parse(one.updated) >= Date.parse(other.updated)) ? one : other);
const current = (id) => newer(newer(stored(id), memory.get(id)), given.get(id)) || null;
const isEmpty = (note) => !note || (note.verdict === null && note.note.trim() === "");

function showNote(claim) {
  const note = current(claim.id);
  const box = claim.card.querySelector(".noted");
  box.hidden = isEmpty(note);
  box.querySelector(".noted-verdict").textContent = note && note.verdict ? NAMES.get(note.verdict) : "";
  box.querySelector(".noted-note").textContent = note ? note.note : "";
  box.querySelector(".noted-time").textContent = note ? new Date(note.updated).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" }) : "";
  claim.item.classList.toggle("has-note", !isEmpty(note));
  claim.text = null;
}

// Notes as a file: out, and in again.
const MAX_FILE = 8 << 20;
const MAX_NOTES = 10000;

function notes() {
  const ids = new Set([...claims.map((claim) => claim.id), ...given.keys(), ...imported.keys()]);
  return [...ids].map((id) => newer(current(id), imported.get(id))).filter((note) => !isEmpty(note));
}

function exportNotes() {
  const found = notes();
  if (!found.length) {
    say("There are no notes yet: choose a claim and write one.");
    return;
  }
  const text = `${JSON.stringify({ schema: SCHEMA, exported: now(), reviews: found }, null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "notes.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  say(`${found.length} ${found.length === 1 ? "note" : "notes"} exported. Next time: provenance check --review notes.json`);
}

// the notes in a text; an Error says in one line why there are none
function parseNotes(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (typeof value !== "object" || value === null || value.schema !== SCHEMA) throw new Error(`its schema is not ${SCHEMA}`);
  const unknown = Object.keys(value).find((key) => !["schema", "exported", "reviews"].includes(key));
  if (unknown !== undefined) throw new Error(`it has an unknown key “${unknown.slice(0, 60)}”`);
  if (!Array.isArray(value.reviews)) throw new Error("its reviews are no list");
  if (value.reviews.length > MAX_NOTES) throw new Error(`it has more than ${MAX_NOTES} notes`);
  value.reviews.forEach((note, at) => {
    const wrong = fault(note);
    if (wrong) throw new Error(`note ${at + 1} ${wrong}`);
  });
  return value.reviews;
}

async function importNotes(file) {
  let read;
  try {
    if (file.size > MAX_FILE) throw new Error("it is larger than 8 MiB");
    read = parseNotes(await file.text());
  } catch (error) {
    say(`${file.name} holds no reviewer's notes: ${error.message}. Nothing was changed.`);
    return;
  }
  const known = new Set(claims.map((claim) => claim.id));
  let taken = 0;
  let strange = 0;
  let kept = true;
  for (const note of read) {
    const before = newer(current(note.claim), imported.get(note.claim));
    if (before && Date.parse(before.updated) > Date.parse(note.updated)) continue;
    taken += 1;
    if (known.has(note.claim)) kept = keep(note) && kept;
    else {
      strange += 1;
      imported.set(note.claim, note);
      listOrphan(note);
    }
  }
  for (const claim of claims) showNote(claim);
  if (chosen) openForm(chosen);
  const older = read.length - taken;
  say(
    `${taken} of ${read.length} notes taken in` +
      (older ? `; ${older} older than what is here` : "") +
      (strange ? `; ${strange} for claims that are not in this report, listed at its end` : "") +
      (kept ? "." : ". This browser keeps nothing for this page: export them before you close it."),
  );
}

function listOrphan(note) {
  const section = document.querySelector(".orphans");
  section.hidden = false;
  const list = section.querySelector("ul");
  for (const old of all("li", list)) if (old.dataset.id === note.claim) old.remove();
  const item = document.createElement("li");
  item.dataset.id = note.claim;
  const verdict = document.createElement("b");
  verdict.textContent = note.verdict ? NAMES.get(note.verdict) : "note";
  const words = document.createElement("q");
  words.dir = "auto";
  words.textContent = note.text || note.claim;
  const said = document.createElement("span");
  said.dir = "auto";
  said.textContent = note.note;
  item.append(verdict, " ", words, " ", said);
  list.append(item);
}

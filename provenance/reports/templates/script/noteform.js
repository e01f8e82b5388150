// The form for a note: one, which goes with the chosen claim.
let form = null;
let formClaim = null;

function openForm(claim) {
  if (!form) {
    form = byId("noteform").content.firstElementChild.cloneNode(true);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", onNote);
    form.addEventListener("change", onNote);
  }
  formClaim = claim;
  const note = current(claim.id);
  form.elements.verdict.value = (note && note.verdict) || "";
  form.elements.note.value = note ? note.note : "";
  form.querySelector(".kept").textContent = "";
  claim.card.append(form);
}

function onNote() {
  const { verdict, note } = form.elements;
  const before = current(formClaim.id);
  if ((before ? before.note : "") === note.value && ((before && before.verdict) || "") === verdict.value) return;
  const kept = keep({
    claim: formClaim.id,
    verdict: verdict.value || null,
    note: note.value.slice(0, MAX_NOTE),
    updated: now(),
    text: formClaim.words.slice(0, MAX_WORDS),
    draft: formClaim.draft.slice(0, MAX_WORDS),
  });
  for (const claim of claims) if (claim.id === formClaim.id) showNote(claim);
  form.querySelector(".kept").textContent = kept
    ? "Kept in this browser. Export the notes to pass them on."
    : "This browser keeps nothing for this page: export the notes before you close it.";
}

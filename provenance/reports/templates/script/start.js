// Starts the page; without claims there is nothing to start.
if (claims.length) {
  root.classList.add("js");
  for (const element of all("[data-needs-script]")) element.hidden = false;
  makeChips();
  setTheme(rememberedTheme());
  for (const claim of claims) showNote(claim);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", chooseByAddress);
  byId("search").addEventListener("input", filter);
  byId("source").addEventListener("change", filter);
  byId("noted").addEventListener("change", filter);
  // what sticks below the tools has to know how high they are
  new ResizeObserver(([tools]) => {
    root.style.setProperty("--tools", `${Math.ceil(tools.borderBoxSize[0].blockSize)}px`);
  }).observe(document.querySelector(".tools"));
  byId("problem").addEventListener("click", () => step(1, isProblem));
  byId("save").addEventListener("click", exportNotes);
  byId("load").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (file) await importNotes(file);
    event.target.value = "";
  });
  byId("theme").addEventListener("click", nextTheme);
  byId("ask").addEventListener("click", () => byId("help").showModal());

  // paper shows everything
  const folded = () => all("details:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = folded();
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  chooseByAddress();
}

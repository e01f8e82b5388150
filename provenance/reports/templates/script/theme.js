// Light, dark, or as the system has it.
const THEMES = ["auto", "light", "dark"];
const THEME_KEY = "provenance.theme";

function setTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
  try {
    if (storage) storage.setItem(THEME_KEY, theme);
  } catch {
    // it holds for this visit
  }
}

function nextTheme() {
  setTheme(THEMES[(THEMES.indexOf(root.dataset.theme || "auto") + 1) % THEMES.length]);
}

function rememberedTheme() {
  try {
    const theme = storage && storage.getItem(THEME_KEY);
    return THEMES.includes(theme) ? theme : "auto";
  } catch {
    return "auto";
  }
}

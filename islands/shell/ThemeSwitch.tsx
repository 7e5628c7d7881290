// Switches between the dark and the light theme; the choice stays in this browser.

import { useEffect, useState } from "preact/hooks";

type Theme = "dark" | "light";

function shownTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "dark" || chosen === "light") return chosen;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export default function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>("dark");
  useEffect(() => setTheme(shownTheme()), []);
  const other = theme === "dark" ? "light" : "dark";
  const change = () => {
    document.documentElement.dataset.theme = other;
    localStorage.setItem("theme", other);
    setTheme(other);
  };
  return (
    <button type="button" class="button" onClick={change} aria-label={`Use the ${other} theme`}>
      <span aria-hidden="true">{theme === "dark" ? "☀" : "☾"}</span>
    </button>
  );
}

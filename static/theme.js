// Sets the chosen theme before anything is painted; without a choice the system's is used.
const theme = localStorage.getItem("theme");
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
// What only a script can do is shown when there is one.
document.documentElement.dataset.script = "on";

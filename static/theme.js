// Sets the chosen theme before anything is painted; without a choice the system's is used.
const theme = localStorage.getItem("theme");
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;

// Saves charts as pictures: one listener for the buttons of all panels.

import { useEffect, useState } from "preact/hooks";
import { exportPng } from "../../client/export_png.ts";

/** Shows nothing but what went wrong, to all. */
export default function ChartExport() {
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const press = async ({ target }: MouseEvent) => {
      const button = (target as Element).closest?.('[data-export="png"]');
      const panel = button?.closest("section, .card");
      if (!panel) return;
      setProblem("");
      await exportPng(panel).catch((error) => setProblem(String(error.message ?? error)));
    };
    document.addEventListener("click", press);
    return () => document.removeEventListener("click", press);
  }, []);
  return <p class={problem === "" ? "unseen" : "problem"} role="status">{problem}</p>;
}

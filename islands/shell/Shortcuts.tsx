// Keys: `?` shows them, `g` and a letter goes to a page, `/` to the search.

import { useEffect, useRef } from "preact/hooks";
import { SITE_PAGES } from "../../components/shell/site_pages.ts";

/** Time between `g` and the letter. */
const CHORD_MS = 1_500;

export default function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // Where the bar is too narrow for all pages, the one that is shown is in sight.
    document.querySelector(".top nav .on")
      ?.scrollIntoView({ inline: "center", block: "nearest" });
    let chordMs = -Infinity;
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
      if (event.key === "?") return dialog.current?.showModal();
      if (event.key === "/") return goToSearch(event);
      if (event.key === "g") return void (chordMs = event.timeStamp);
      if (event.timeStamp - chordMs > CHORD_MS) return;
      const page = SITE_PAGES.find(({ key }) => key === event.key);
      if (page !== undefined) location.href = page.href + location.search;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label="Keyboard shortcuts"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} aria-labelledby="shortcuts">
        <h2 id="shortcuts">Keyboard shortcuts</h2>
        <table class="table">
          <tbody>
            <tr>
              <th scope="row">
                <kbd>?</kbd>
              </th>
              <td>These shortcuts</td>
            </tr>
            <tr>
              <th scope="row">
                <kbd>/</kbd>
              </th>
              <td>To the page's search</td>
            </tr>
            <tr>
              <th scope="row">
                <kbd>f</kbd>
              </th>
              <td>Full screen, on the live wall</td>
            </tr>
            {SITE_PAGES.map(({ key, name }) => (
              <tr key={key}>
                <th scope="row">
                  <kbd>g</kbd> <kbd>{key}</kbd>
                </th>
                <td>{name}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <form method="dialog">
          <button type="submit" class="button primary">Close</button>
        </form>
      </dialog>
    </>
  );
}

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

function goToSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLInputElement>("input[type=search]");
  if (search === null) return;
  event.preventDefault();
  search.focus();
}

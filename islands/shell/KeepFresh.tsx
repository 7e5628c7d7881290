// Has the parts of the page that the service renders follow the live stream.

/// <reference lib="dom" />

import { useEffect } from "preact/hooks";
import { effect } from "@preact/signals";
import { live } from "../../client/live.ts";

/** Shows nothing. */
export default function KeepFresh() {
  useEffect(keepFresh, []);
  return null;
}

/** Parts are at most this old while views come in. */
const EVERY_MS = 10_000;
/** A service that takes long to answer is asked less often: it spends at most this share of its time on one page. */
const MOST_SHARE = 1 / 20;

/** Begins; the function it gives ends it. */
function keepFresh(): () => void {
  let shown: number | null = null, dueMs = performance.now() + EVERY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined, isOver = false;
  const look = async () => {
    timer = undefined;
    const startMs = performance.now(), seq = live.state.value?.seq ?? null;
    if (document.visibilityState === "visible" && seq !== shown) {
      shown = seq;
      await exchangeParts().catch(() => {}); // the connection's badge says that the service is away
    }
    dueMs = performance.now() + Math.max(EVERY_MS, (performance.now() - startMs) / MOST_SHARE);
    if (!isOver && (live.state.value?.seq ?? null) !== shown) plan();
  };
  const plan = () => timer ??= setTimeout(look, Math.max(0, dueMs - performance.now()));
  const end = effect(() => {
    // What came with the page's own opening is in its parts already.
    const seq = live.state.value?.seq ?? null;
    if (shown === null) shown = seq;
    else if (seq !== shown) plan();
  });
  document.addEventListener("visibilitychange", plan);
  return () => {
    isOver = true;
    end();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", plan);
  };
}

async function exchangeParts(): Promise<void> {
  if (document.querySelector("[data-live]") === null) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const fresh = page.querySelector<HTMLElement>(`[data-live="${part.dataset.live}"]`);
    if (fresh !== null) exchange(part, fresh);
  }
}

/** A part that somebody is in stays until the next time: its focus, its selection, its open dialog. */
function exchange(part: HTMLElement, fresh: HTMLElement): void {
  if (part.contains(document.activeElement) && document.activeElement !== document.body) return;
  const selection = getSelection();
  if (selection !== null && !selection.isCollapsed && selection.containsNode(part, true)) return;
  const opened = [...part.querySelectorAll("details")].map(({ open }) => open);
  fresh.querySelectorAll("details").forEach((details, index) => details.open = opened[index]!);
  if (part.isEqualNode(fresh)) return;
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
}

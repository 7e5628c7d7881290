// The wall's clock and its switch to the full screen (also by the key f); the screen is kept awake.

import { formatClock } from "../../domain/format.ts";
import { useEffect, useState } from "preact/hooks";

/** `tz`: the clock's zone. */
export default function WallControls({ tz }: { readonly tz: string }) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    const changed = () => setFull(document.fullscreenElement !== null);
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
    };
    document.addEventListener("fullscreenchange", changed);
    addEventListener("keydown", pressed);
    return () => {
      clearInterval(timer);
      document.removeEventListener("fullscreenchange", changed);
      removeEventListener("keydown", pressed);
    };
  }, []);
  useEffect(() => isFull ? stayAwake() : undefined, [isFull]);
  return (
    <>
      <time class="wall-clock num">
        {nowMs === null ? "" : formatClock(new Date(nowMs).toISOString(), tz)}
        <span class="muted">{tz}</span>
      </time>
      <button type="button" class="button" aria-pressed={isFull} onClick={toggle}>
        {isFull ? "Leave full screen" : "Full screen"}
      </button>
    </>
  );
}

function toggle(): void {
  if (document.fullscreenElement === null) document.documentElement.requestFullscreen?.();
  else document.exitFullscreen();
}

/** A screen that nobody touches would go dark. */
function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null, isOver = false;
  const ask = async () => {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (isOver) lock?.release();
  };
  ask();
  document.addEventListener("visibilitychange", ask); // a hidden page loses the lock
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", ask);
    lock?.release();
  };
}

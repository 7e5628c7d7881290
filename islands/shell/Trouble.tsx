// What is wrong with the service for now, over the page, for as long as it is.

import { live } from "../../client/live.ts";

/** `initial` is what was wrong when the page was made; null for nothing. */
export default function Trouble({ initial }: { readonly initial: string | null }) {
  const { status, troubles } = live;
  const isTold = status.value === "live" || status.value === "stale";
  const texts = isTold ? [...troubles.value.values()] : initial === null ? [] : [initial];
  // Always there, so that what comes into it is read out.
  return (
    <div role="alert">
      {texts.map((text) => <p class="trouble" key={text}>{text}</p>)}
    </div>
  );
}

// A share as a bar with its number, for tables.

import { formatShare } from "../../domain/format.ts";

/** `null` is a share that is not known, such as a completion without a runtime. */
export function ShareBar({ share }: { readonly share: number | null }) {
  if (share === null) return <span class="muted" title="The runtime is not known">–</span>;
  const width = `${Math.round(Math.min(1, share) * 1000) / 10}%`;
  return (
    <span class="share">
      <svg width="100%" height="6" aria-hidden="true">
        <rect class="share-rest" width="100%" height="6" rx="3" />
        <rect class="share-part" width={width} height="6" rx="3" />
      </svg>
      <span class="num">{formatShare(share)}</span>
    </span>
  );
}

// The newest views as they come; it can be held to be read.

import { useEffect, useState } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { FeedList } from "../../components/live/FeedList.tsx";
import { formatCount } from "../../domain/format.ts";
import type { ViewAnswer } from "../../domain/answers.ts";

const SHOWN = 16;

interface Held {
  readonly views: readonly ViewAnswer[];
  readonly accepted: number;
}

/** `tz`: the zone that times are told in; `opening` are the views that the page was made with. */
export default function ViewFeed({ tz, search, opening }: {
  readonly tz: string;
  /** The page's own, which links keep. */
  readonly search: string;
  readonly opening: readonly ViewAnswer[];
}) {
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(connect, []);
  const views = live.state.value === null ? opening : live.views.value;
  const accepted = live.accepted.value;
  const shown = (held?.views ?? views).slice(0, SHOWN);
  const waiting = held === null ? 0 : accepted - held.accepted;
  const toggle = () => setHeld(held === null ? { views, accepted } : null);
  return (
    <section class="card feed" aria-labelledby="feed">
      <div class="card-head">
        <h2 id="feed">Latest views</h2>
        <button type="button" class="button" onClick={toggle} aria-pressed={held !== null}>
          {held === null
            ? "Pause"
            : waiting === 0
            ? "Resume"
            : `Resume · ${formatCount(waiting)} new`}
        </button>
      </div>
      {shown.length === 0
        ? <p class="empty">Views appear here as they come in.</p>
        : <FeedList views={shown} isFast={live.isFast.value} tz={tz} search={search} />}
    </section>
  );
}

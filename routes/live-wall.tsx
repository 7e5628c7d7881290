// `/live-wall`: what is watched now, for a screen on a wall. It has no bar and does not scroll there.

import { createDefine, type LayoutConfig, page } from "fresh";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import LiveWall from "../islands/wall/LiveWall.tsx";
import WallControls from "../islands/wall/WallControls.tsx";
import Connection from "../islands/shell/Connection.tsx";
import Shortcuts from "../islands/shell/Shortcuts.tsx";
import { askAbout } from "../serving/pages/questions/ask_about.ts";
import { readLiveOpening } from "../serving/pages/read_live_opening.ts";

const define = createDefine<unknown>();

export const config: LayoutConfig = { skipInheritedLayouts: true };

/** Rows of the list of views. */
const VIEWS = 14;

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { tz } = askAbout(ctx.url, []);
    return page({ opening: await readLiveOpening(ctx, VIEWS), tz });
  },
});

export default define.page<typeof handlers>(({ data: { opening, tz }, url }) => (
  <>
    <DocumentHead styles={["wall"]} title="Live wall" />
    <div class="wall">
      <header class="wall-head">
        <a class="brand" href={`/${url.search}`}>
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 2h2v16H3zM7 2v16l11-8z" />
          </svg>
          Playhead
        </a>
        <Connection />
        <span class="wall-end">
          <WallControls tz={tz} />
          <Shortcuts />
        </span>
      </header>
      <main id="content" tabIndex={-1}>
        <h1 class="unseen">Live wall</h1>
        <LiveWall opening={opening} tz={tz} />
      </main>
    </div>
  </>
));

// What is around the content of every page: the bar on top, the period, the end.

import type { PageProps } from "fresh";
import { asset, Head } from "fresh/runtime";
import { ScopeBar } from "../components/shell/ScopeBar.tsx";
import { TopBar } from "../components/shell/TopBar.tsx";
import type { Overview } from "../domain/answers.ts";
import { LOG_AWAY, LOG_IS_ANOTHER } from "../domain/live_message.ts";
import ChartExport from "../islands/shell/ChartExport.tsx";
import Connection from "../islands/shell/Connection.tsx";
import FileDrop from "../islands/shell/FileDrop.tsx";
import KeepFresh from "../islands/shell/KeepFresh.tsx";
import Shortcuts from "../islands/shell/Shortcuts.tsx";
import ThemeSwitch from "../islands/shell/ThemeSwitch.tsx";
import Trouble from "../islands/shell/Trouble.tsx";
import { askPipeline, readApi } from "../serving/pages/pipeline.ts";

/** Pages that can show the period before beside their own. */
const WITH_BEFORE = /^\/(?:$|shows\/.)/;
/** Pages about views, which can be limited to a period. */
const WITH_PERIOD = /^\/(?:$|shows|users|sittings|retention|time-machine)/;

export default async function Layout({ Component, url }: PageProps) {
  const hasPeriod = WITH_PERIOD.test(url.pathname);
  const [newest, trouble] = await Promise.all([
    hasPeriod ? newestView({ url }) : null,
    logTrouble({ url }),
  ]);
  return (
    <>
      <Head>
        <link key="import" rel="stylesheet" href={asset("/import.css")} />
      </Head>
      <TopBar url={url}>
        <Connection />
        <FileDrop />
        <ThemeSwitch />
        <Shortcuts />
      </TopBar>
      <main id="content" tabIndex={-1}>
        <Trouble initial={trouble} />
        {hasPeriod && (
          <ScopeBar url={url} newest={newest} canCompare={WITH_BEFORE.test(url.pathname)} />
        )}
        <Component />
        <ChartExport />
        <KeepFresh />
      </main>
      <footer class="foot">
        Every number comes from the same rules in batch and stream ·{" "}
        <a href="/docs">API reference</a>
      </footer>
    </>
  );
}

/** Null when there is none, or when the page below will say what is wrong. */
async function newestView(ctx: { readonly url: URL }) {
  try {
    return (await readApi<Overview>(ctx, "/api/overview")).last_watch_date;
  } catch {
    return null;
  }
}

/** The page goes on without the log; null while it answers, or when the page below will say what is wrong. */
async function logTrouble(ctx: { readonly url: URL }): Promise<string | null> {
  try {
    const { parts } = await (await askPipeline(ctx, "/readyz")).json();
    const log = parts.find(({ name }: { name: string }) => name === "log");
    if (log?.ready !== false) return null;
    return log.detail.startsWith(LOG_IS_ANOTHER) ? log.detail : LOG_AWAY;
  } catch {
    return null;
  }
}

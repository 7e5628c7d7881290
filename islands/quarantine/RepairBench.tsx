// The bench on which many rows are repaired: steps, what would come of them, and the replay.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { postJson, RefusedError } from "../../client/write_api.ts";
import {
  RepairExamples,
  RepairSentence,
  RepairStrip,
} from "../../components/quarantine/RepairOutcome.tsx";
import { RepairColumns, RepairSteps } from "../../components/quarantine/RepairSteps.tsx";
import { TokenField } from "../../components/kit/TokenField.tsx";
import type {
  Repair,
  RepairPreview,
  RepairReplay,
  RepairSelection,
  RepairStep,
} from "../../domain/repair.ts";

const WAIT_MS = 250;

/** `select` names the open rows that it is about; `start` is the repair it begins with. */
export default function RepairBench({ select, start }: {
  readonly select: RepairSelection;
  readonly start: Repair;
}) {
  const repair = useSignal(start), preview = useSignal<RepairPreview | null>(null);
  const problem = useSignal<RefusedError | null>(null), done = useSignal<number | null>(null);
  const isBusy = useSignal(false), tries = useSignal(0);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      postJson<RepairPreview>(
        "/api/quarantine/preview",
        { select, repair: repair.value },
        stop.signal,
      ).then((answer) => {
        preview.value = answer;
        problem.value = null;
      }).catch((error) => stop.signal.aborted || (problem.value = asRefused(error)));
    }, WAIT_MS);
    return () => (clearTimeout(timer), stop.abort());
  }, [repair.value, tries.value]);
  const change = (steps: readonly RepairStep[]) => {
    repair.value = { ...repair.value, steps };
    done.value = null;
    keepInAddress(repair.value);
  };
  const replay = async () => {
    isBusy.value = true;
    try {
      done.value = await replayAll(select, repair.value);
      setTimeout(() => tries.value++, 600); // the store follows the log
    } catch (error) {
      problem.value = asRefused(error);
    }
    isBusy.value = false;
  };
  return (
    <div class="bench">
      <RepairSteps steps={repair.value.steps} onChange={change} />
      <RepairColumns
        columns={repair.value.columns}
        onChange={(columns) => {
          const { steps } = repair.value;
          repair.value = columns.length === 0 ? { steps } : { columns, steps };
          keepInAddress(repair.value);
        }}
      />
      {problem.value !== null && <Problem error={problem.value} onToken={() => tries.value++} />}
      {preview.value !== null && (
        <div class="bench-outcome">
          <RepairSentence counts={preview.value} />
          <RepairStrip counts={preview.value} />
          <Actions
            preview={preview.value}
            isBusy={isBusy.value}
            replayed={done.value}
            onReplay={replay}
          />
          <RepairExamples examples={preview.value.examples} />
        </div>
      )}
      <SaveRepair
        select={select}
        repair={repair.value}
        onProblem={(error) => (problem.value = asRefused(error))}
      />
      <RepairCommand select={select} repair={repair.value} />
    </div>
  );
}

/** Asks again until no row is left to be tried; answers how many were replayed. */
async function replayAll(select: RepairSelection, repair: Repair): Promise<number> {
  let replayed = 0, cursor: string | null = null;
  do {
    const body = { select, repair, cursor };
    const answer: RepairReplay = await postJson<RepairReplay>("/api/quarantine/replay", body);
    replayed += answer.replayed + answer.skipped;
    cursor = answer.next_cursor;
  } while (cursor !== null);
  return replayed;
}

function Actions({ preview, isBusy, replayed, onReplay }: {
  readonly preview: RepairPreview;
  readonly isBusy: boolean;
  readonly replayed: number | null;
  readonly onReplay: () => void;
}) {
  const { passes, skipped, next_cursor } = preview;
  const more = next_cursor === null ? "" : " and those after them";
  return (
    <p class="bench-actions">
      <button
        type="button"
        class="button primary"
        disabled={isBusy || passes + skipped === 0}
        onClick={onReplay}
      >
        {isBusy
          ? "Replaying…"
          : passes === 0 && skipped > 0
          ? `Set ${skipped} aside`
          : `Replay ${passes} ${passes === 1 ? "row" : "rows"}${more}`}
      </button>
      {replayed !== null && (
        <span role="status">
          <span class="badge good">
            ✓ {replayed} {replayed === 1 ? "row is" : "rows are"} dealt with
          </span>{" "}
          <a href={location.pathname + location.search}>Show what is left</a>
        </span>
      )}
      {replayed === null && (
        <span class="muted note">Rows that still break a rule stay as they are.</span>
      )}
    </p>
  );
}

function Problem({ error, onToken }: {
  readonly error: RefusedError;
  readonly onToken: () => void;
}) {
  return (
    <div class="problem" role="alert">
      <p>{error.message}</p>
      {error.status === 401 && <TokenField onToken={onToken} />}
    </div>
  );
}

function keepInAddress(repair: Repair): void {
  const url = new URL(location.href);
  url.searchParams.set("repair", JSON.stringify(repair));
  history.replaceState(history.state, "", url);
}

function asRefused(error: unknown): RefusedError {
  return error instanceof RefusedError ? error : new RefusedError(0, String(error));
}

/** Behind a fold. */
function RepairCommand({ select, repair }: {
  readonly select: RepairSelection;
  readonly repair: Repair;
}) {
  const flags = (["rule", "source", "search"] as const)
    .flatMap((name) => select[name] ? [`--${name} ${quoted(select[name])}`] : []);
  return (
    <details class="fold">
      <summary>The same from the command line</summary>
      <pre class="command"><code>{
        ["deno task quarantine replay", ...flags, `--repair ${quoted(JSON.stringify(repair))}`]
          .join(" ")
      }</code></pre>
    </details>
  );
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `onProblem` is told of what the service refuses. */
function SaveRepair({ select, repair, onProblem }: {
  readonly select: RepairSelection;
  readonly repair: Repair;
  readonly onProblem: (error: unknown) => void;
}) {
  const name = useSignal(""), saved = useSignal<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      const { rule = null, source = null, search = null } = select;
      const body = { name: name.value.trim(), select: { rule, source, search }, repair };
      await postJson("/api/quarantine/repairs", body);
      saved.value = body.name;
    } catch (error) {
      onProblem(error);
    }
  };
  return (
    <form class="bench-actions" onSubmit={save}>
      <label class="field">
        Keep this repair for new rows, as
        <input
          value={name.value}
          maxLength={100}
          placeholder="dates of the old player"
          onInput={({ currentTarget: { value } }) => (name.value = value)}
        />
      </label>
      <button type="submit" class="button" disabled={name.value.trim() === ""}>Keep</button>
      {saved.value !== null && (
        <span role="status" class="note">
          ✓ <strong>{saved.value}</strong> is taken on new rows from now on.
        </span>
      )}
    </form>
  );
}

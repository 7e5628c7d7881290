// Where a file is: on its way, looked at, published; and what came of it.

import type { ImportSession, LedgerGain } from "../../client/import_session.ts";
import type { FileImport } from "../../domain/file_import.ts";
import { formatCount } from "../../domain/format.ts";

/** The words and the bar, or what came of it. */
export function ImportProgress({ session }: { readonly session: ImportSession }) {
  const upload = session.upload.value, state = session.state.value, gain = session.gain.value;
  if (upload !== null) return <Bar text="Handing it to this service" share={upload.share} />;
  switch (state?.stage) {
    case "reading":
      return <Bar text="Looking at every row" share={state.progress} />;
    case "publishing":
      return (
        <Bar
          text={state.sent === 0
            ? "Waiting to be picked up"
            : `${formatCount(state.sent)} of ${formatCount(rowsToSend(state))} rows are in the log`}
          share={state.progress}
        />
      );
    case "published":
      return gain === null
        ? <Bar text="All rows are in the log; counting them" share={1} />
        : <Gained gain={gain} state={state} />;
    case "stopped":
      return (
        <p role="status">
          Stopped: {formatCount(state.sent)}{" "}
          rows were sent and stay. Drop the file again to send the rest: what was sent counts as
          duplicate.
        </p>
      );
    default:
      return null;
  }
}

/** Accepted, repeated and bad rows: what is left out on purpose is not sent. */
export function rowsToSend({ preview }: FileImport): number {
  return preview === null ? 0 : preview.ledger.read - preview.ledger.excluded;
}

function Gained({ gain, state }: { readonly gain: LedgerGain; readonly state: FileImport }) {
  const nothingNew = gain.accepted === 0 && gain.quarantined === 0;
  return (
    <div class="import-gain" role="status">
      <p>
        {nothingNew
          ? `Nothing is new: all ${
            formatCount(gain.read)
          } rows were there already, and only the count of duplicates grew.`
          : `The ledger grew by ${formatCount(gain.read)} rows = ${
            formatCount(gain.accepted)
          } accepted + ${formatCount(gain.duplicate)} duplicates + ${
            formatCount(gain.quarantined)
          } quarantined${gain.excluded === 0 ? "" : ` + ${formatCount(gain.excluded)} excluded`}.`}
      </p>
      <p>
        {state.run_id !== null && <a href={`/runs/${state.run_id}`}>The run</a>}
        {" · "}
        <a href={`/quality?source=${encodeURIComponent(state.source ?? "")}`}>
          Its part of the ledger
        </a>
        {" · "}
        <a href="/">What is watched</a>
      </p>
    </div>
  );
}

function Bar({ text, share }: { readonly text: string; readonly share: number }) {
  return (
    <label class="import-bar">
      <span role="status">{text}</span>
      <progress max={1} value={share} />
    </label>
  );
}

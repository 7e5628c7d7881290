// A file dropped anywhere, or chosen: looked at in a dialog before anything of it is stored.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ImportSession } from "../../client/import_session.ts";
import { ImportPreview } from "../../components/import/ImportPreview.tsx";
import { ImportProgress, rowsToSend } from "../../components/import/ImportProgress.tsx";
import { formatBytes, formatCount } from "../../domain/format.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";

const ACCEPTED = ".csv,.tsv,.ndjson,.jsonl,.json,.gz,.zst,.zip";

/** The button, and the dialog behind it. */
export default function FileDrop() {
  const session = useMemo(() => new ImportSession(), []);
  const dialog = useRef<HTMLDialogElement>(null), input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const open = (file: File | undefined) => {
    if (file === undefined) return;
    dialog.current?.showModal();
    session.open(file);
  };
  useEffect(() => {
    // The explorer takes Parquet files by itself.
    if (location.pathname.startsWith("/explore")) return undefined;
    return onDroppedFiles(setOver, open);
  }, []);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label="Add a file"
        title="Add a file: or drop it anywhere"
        onClick={() => input.current?.click()}
      >
        <span aria-hidden="true">+</span>
      </button>
      <input
        ref={input}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-label="A file of viewing events"
        accept={ACCEPTED}
        onChange={({ currentTarget }) => {
          open(currentTarget.files?.[0]);
          currentTarget.value = ""; // so that the same file can be chosen again
        }}
      />
      {isOver && (
        <div class="drop-veil">
          <p>Drop it to see what it would come to. Nothing is stored before you say so.</p>
        </div>
      )}
      <dialog
        ref={dialog}
        class="import"
        aria-labelledby="import"
        onClose={() => session.close()}
      >
        <ImportDialog session={session} onClose={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

function ImportDialog({ session, onClose }: {
  readonly session: ImportSession;
  readonly onClose: () => void;
}) {
  const state = session.state.value, problem = session.problem.value;
  const refusal = problem?.message ?? (state?.stage === "stopped" ? null : state?.problem ?? null);
  const isReady = state?.stage === "ready" && state.problem === null;
  const isPublishing = state?.stage === "publishing";
  return (
    <>
      <h2 id="import">{state?.name ?? session.upload.value?.name ?? "A file"}</h2>
      {state !== null && <p class="muted">{tellFile(state.bytes, state.preview?.format)}</p>}
      {refusal !== null && <p class="problem">{refusal}</p>}
      {problem?.status === 401 && <TokenField onToken={() => session.again()} />}
      <ImportProgress session={session} />
      {state?.preview && <ImportPreview preview={state.preview} />}
      {isReady && (
        <p class="muted">
          Nothing is stored yet. Publishing sends {formatCount(rowsToSend(state))}{" "}
          rows through the log; rows that are there already count as duplicates.
        </p>
      )}
      <p class="import-end">
        <button
          type="button"
          class="button"
          onClick={() => isPublishing ? session.close() : onClose()}
        >
          {isReady || isPublishing || state?.stage === "reading" ? "Cancel" : "Close"}
        </button>
        {isReady && (
          <button type="button" class="button primary" onClick={() => session.publish()}>
            Publish {formatCount(rowsToSend(state))} rows
          </button>
        )}
      </p>
    </>
  );
}

function tellFile(bytes: number, format: string | undefined): string {
  return format === undefined ? formatBytes(bytes) : `${formatBytes(bytes)}, read as ${format}`;
}

/** Files dragged over the page, and dropped; the function it gives ends it. */
function onDroppedFiles(
  setOver: (isOver: boolean) => void,
  open: (file: File | undefined) => void,
): () => void {
  let depth = 0; // enter and leave come for every element on the way
  const holdsFiles = ({ dataTransfer }: DragEvent) =>
    dataTransfer?.types.includes("Files") ?? false;
  const listeners: Readonly<Record<string, (event: DragEvent) => void>> = {
    dragenter: () => setOver(++depth > 0),
    dragleave: () => setOver(--depth > 0),
    dragover: (event) => event.preventDefault(),
    drop: (event) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      open(event.dataTransfer?.files[0]);
    },
  };
  const ending = new AbortController();
  for (const [name, listen] of Object.entries(listeners)) {
    const heard = (event: Event) => holdsFiles(event as DragEvent) && listen(event as DragEvent);
    addEventListener(name, heard, { signal: ending.signal });
  }
  return () => ending.abort();
}

// Takes a run's import back: tells first how many rows leave, and removes them only when that is confirmed.

import { plural } from "../../domain/format.ts";
import { useSignal } from "@preact/signals";
import { postJson, RefusedError } from "../../client/write_api.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";

/** `rows` are those that the ledger has of the source. */
export default function RemoveImport({ source, rows }: {
  readonly source: string;
  readonly rows: number;
}) {
  const isAsking = useSignal(false), isBusy = useSignal(false), isDone = useSignal(false);
  const problem = useSignal<RefusedError | null>(null);
  const count = plural(rows, "row");
  const remove = async () => {
    isBusy.value = true;
    try {
      await postJson("/api/imports/remove", { source });
      isDone.value = true;
      setTimeout(() => location.reload(), 1_500); // the store applies it meanwhile
    } catch (error) {
      problem.value = error instanceof RefusedError ? error : new RefusedError(0, String(error));
    }
    isBusy.value = false;
    isAsking.value = false;
  };
  return (
    <div class="remove-import" role="group" aria-label="Remove this import">
      {isDone.value ? <p role="status">Removed: {count} leave every figure.</p> : isAsking.value
        ? (
          <>
            <p>
              {count}{" "}
              leave every figure, list and the ledger, and its output is deleted. Views that lost to
              them as duplicates come back; the file may come again.
            </p>
            <button type="button" class="button danger" disabled={isBusy.value} onClick={remove}>
              {isBusy.value ? "Removing…" : `Remove ${count}`}
            </button>{" "}
            <button type="button" class="button" onClick={() => (isAsking.value = false)}>
              Keep
            </button>
          </>
        )
        : (
          <button type="button" class="button" onClick={() => (isAsking.value = true)}>
            Remove import…
          </button>
        )}
      {problem.value !== null && (
        <div class="problem" role="alert">
          <p>{problem.value.message}</p>
          {problem.value.status === 401 && <TokenField onToken={() => (problem.value = null)} />}
        </div>
      )}
    </div>
  );
}

// Runs the ETL again with a run's inputs and parameters, and leads to both beside each other.

import { useSignal } from "@preact/signals";
import { postJson, RefusedError } from "../../client/write_api.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";
import type { RunReport } from "../../domain/report.ts";

/** A button of a run's page. */
export default function RunAgain({ run }: { readonly run: string }) {
  const isBusy = useSignal(false), problem = useSignal<RefusedError | null>(null);
  const again = async () => {
    isBusy.value = true;
    try {
      const path = `/api/runs/${encodeURIComponent(run)}/again`;
      const { run_id } = await postJson<RunReport>(path, {});
      location.assign(`/runs/compare?${new URLSearchParams({ a: run, b: run_id })}`);
    } catch (error) {
      problem.value = error instanceof RefusedError ? error : new RefusedError(0, String(error));
      isBusy.value = false;
    }
  };
  return (
    <div class="run-again">
      <button type="button" class="button" disabled={isBusy.value} onClick={again}>
        {isBusy.value ? "Running…" : "Run again"}
      </button>
      {problem.value !== null && (
        <div class="problem" role="alert">
          <p>{problem.value.message}</p>
          {problem.value.status === 401 && <TokenField onToken={() => (problem.value = null)} />}
        </div>
      )}
    </div>
  );
}

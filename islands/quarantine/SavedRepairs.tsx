// The repairs that are kept: what each is for and has done, to be run on older rows or removed.

import { useSignal } from "@preact/signals";
import { postJson, RefusedError } from "../../client/write_api.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";
import type { RepairReplay } from "../../domain/repair.ts";
import type { SavedRepair, SavedRepairList } from "../../domain/saved_repair.ts";

/** `start` are those there were when the page was made. */
export default function SavedRepairs({ start }: { readonly start: readonly SavedRepair[] }) {
  const repairs = useSignal(start), told = useSignal<string | null>(null);
  const problem = useSignal<RefusedError | null>(null);
  const act = async (work: () => Promise<string>) => {
    try {
      told.value = await work();
      problem.value = null;
    } catch (error) {
      problem.value = error instanceof RefusedError ? error : new RefusedError(0, String(error));
    }
  };
  const run = (name: string) =>
    act(async () => {
      const answer = await postJson<RepairReplay>("/api/quarantine/repairs/run", { name });
      return `${name}: ${answer.replayed + answer.skipped} of ${answer.tried} rows are dealt with.`;
    });
  const remove = (name: string) =>
    act(async () => {
      const answer = await postJson<SavedRepairList>("/api/quarantine/repairs/remove", { name });
      repairs.value = answer.repairs;
      return `${name} is removed; what it has repaired stays.`;
    });
  return (
    <>
      {repairs.value.length === 0 && <p class="muted">None is kept any more.</p>}
      <ul class="saved-repairs">
        {repairs.value.map(({ name, select, repair, settled, stopped }) => (
          <li key={name}>
            <p>
              <strong>{name}</strong>{" "}
              <span class="muted">
                {repair.steps.map(({ kind }) => kind).join(", ") || "as they are"} ·{" "}
                {termsOf(select)} · {settled} {settled === 1 ? "row" : "rows"} so far
              </span>
            </p>
            {stopped !== null && <p class="note">Stopped: {stopped}.</p>}
            <p class="bench-actions">
              <button
                type="button"
                class="button"
                aria-label={`Run ${name} on older rows`}
                onClick={() => run(name)}
              >
                Run on older rows
              </button>
              <button
                type="button"
                class="button"
                aria-label={`Remove ${name}`}
                onClick={() => remove(name)}
              >
                Remove
              </button>
            </p>
          </li>
        ))}
      </ul>
      {told.value !== null && <p role="status" class="note">{told.value}</p>}
      {problem.value !== null && (
        <div class="problem" role="alert">
          <p>{problem.value.message}</p>
          {problem.value.status === 401 && <TokenField onToken={() => (problem.value = null)} />}
        </div>
      )}
    </>
  );
}

function termsOf({ rule, source, search }: SavedRepair["select"]): string {
  const terms = [rule, source, search && `“${search}”`].filter((term) => term);
  return terms.length === 0 ? "all rows" : terms.join(", ");
}

// Changes the numbers of one limit of the contract, and tells what past runs would have said to it.

import { type Signal, useSignal } from "@preact/signals";
import { postJson, RefusedError } from "../../client/write_api.ts";
import { formatWhen } from "../../domain/format.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";
import type { ContractAnswer } from "../../domain/contract_answer.ts";
import type { Expectation } from "../../domain/contract.ts";
import { boundsOf, describeLimit, holds, withBounds } from "../../domain/limit.ts";

/** What one run observed of it. */
interface PastRun {
  readonly started_at: string;
  readonly observed: number | null;
}

/** `version` is that of the contract's file, shared by all limits of a page. */
export default function LimitEditor({ expectation, version, runs }: {
  readonly expectation: Expectation;
  readonly version: Signal<string>;
  readonly runs: readonly PastRun[];
}) {
  const { id, limit } = expectation;
  const texts = useSignal<readonly string[]>(boundsOf(limit).map(String));
  const problem = useSignal<RefusedError | null>(null), saved = useSignal<string | null>(null);
  const bounds = texts.value.map((text) => text.trim() === "" ? NaN : Number(text));
  const next = withBounds(limit, bounds);
  const isChanged = next !== null && describeLimit(next) !== describeLimit(limit);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      const body = { id, bounds, version: version.value };
      const contract = await postJson<ContractAnswer>("/api/contract/limit", body);
      version.value = contract.version;
      saved.value = contract.path;
      problem.value = null;
    } catch (error) {
      problem.value = error instanceof RefusedError ? error : new RefusedError(0, String(error));
    }
  };
  return (
    <details class="fold limit-editor">
      <summary>Change the limit</summary>
      <form onSubmit={save}>
        <p class="bench-actions">
          {texts.value.map((text, index) => (
            <input
              key={index}
              class="num"
              inputMode="decimal"
              value={text}
              aria-label={texts.value.length === 1 ? "Limit" : index === 0 ? "At least" : "At most"}
              aria-invalid={next === null}
              onInput={({ currentTarget: { value } }) => {
                texts.value = texts.value.with(index, value);
                saved.value = null;
              }}
            />
          ))}
          <button type="submit" class="button" disabled={!isChanged}>Save</button>
        </p>
        <p class="note" role="status">
          {saved.value !== null
            ? (
              <>
                ✓ Saved in <code>{saved.value}</code>; the next run is held to it.
              </>
            )
            : next === null
            ? "That is no limit of this kind."
            : <Verdict runs={runs} judge={(value) => holds(next, value)} />}
        </p>
        {problem.value !== null && (
          <div class="problem" role="alert">
            <p>{problem.value.message}</p>
            {problem.value.status === 401 && <TokenField onToken={() => (problem.value = null)} />}
          </div>
        )}
      </form>
    </details>
  );
}

function Verdict({ runs, judge }: {
  readonly runs: readonly PastRun[];
  readonly judge: (value: number) => boolean;
}) {
  const failing = runs.filter(({ observed }) => observed !== null && !judge(observed));
  if (failing.length === 0) {
    return <>With this, no past run would have failed ({runs.length} looked at).</>;
  }
  return (
    <>
      With this, <strong>{failing.length}</strong> of {runs.length} past runs would have failed:
      {" "}
      {failing.slice(-3).map(({ started_at }) => formatWhen(started_at)).join("; ")}
      {failing.length > 3 && " and earlier ones"}.
    </>
  );
}

// Repairs one row by hand: its fields as inputs, the rules tried as they are changed, and the replay.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { postJson, RefusedError } from "../../client/write_api.ts";
import { TokenField } from "../../components/kit/TokenField.tsx";
import {
  type Repair,
  REPAIR_FIELDS,
  type RepairedRow,
  type RepairField,
  type RepairPreview,
  type RepairStep,
  type RowFields,
} from "../../domain/repair.ts";

/** A row in quarantine. `text` is its own text, null when it is not UTF-8. */
export default function RowEditor({ id, text }: {
  readonly id: number;
  readonly text: string | null;
}) {
  const isOpen = useSignal(false);
  return (
    <div class="row-editor">
      {!isOpen.value
        ? (
          <button type="button" class="button" onClick={() => (isOpen.value = true)}>
            Fix this row by hand
          </button>
        )
        : <Editor id={id} text={text} onClose={() => (isOpen.value = false)} />}
    </div>
  );
}

function Editor({ id, text, onClose }: {
  readonly id: number;
  readonly text: string | null;
  readonly onClose: () => void;
}) {
  const values = useSignal<Readonly<Record<string, string>>>({});
  const row = useSignal<RepairedRow | null>(null), isDone = useSignal(false);
  const problem = useSignal<RefusedError | null>(null), tries = useSignal(0);
  const first = useSignal<RepairedRow | null>(null);
  const repair = repairOf(values.value, first.value?.after ?? {}, text === null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      postJson<RepairPreview>(
        "/api/quarantine/preview",
        { select: { ids: [id] }, repair },
        stop.signal,
      )
        .then(({ examples: [tried] }) => {
          row.value = tried ?? null;
          first.value ??= tried ?? null;
          problem.value = null;
        }).catch((error) => stop.signal.aborted || (problem.value = asRefused(error)));
    }, 200);
    return () => (clearTimeout(timer), stop.abort());
  }, [values.value, tries.value]);
  const replay = async () => {
    try {
      await postJson("/api/quarantine/replay", { select: { ids: [id] }, repair });
      isDone.value = true;
    } catch (error) {
      problem.value = asRefused(error);
    }
  };
  if (isDone.value) {
    return (
      <p role="status">
        <span class="badge good">✓ replayed</span> It is counted anew in a moment.
      </p>
    );
  }
  const set = (
    field: RepairField,
    value: string,
  ) => (values.value = { ...values.value, [field]: value });
  return (
    <form class="editor" onSubmit={(event) => (event.preventDefault(), replay())}>
      <EditorFields
        start={first.value}
        now={row.value}
        text={text}
        values={values.value}
        set={set}
      />
      {problem.value !== null && (
        <div class="problem" role="alert">
          <p>{problem.value.message}</p>
          {problem.value.status === 401 && <TokenField onToken={() => tries.value++} />}
        </div>
      )}
      <p class="bench-actions">
        <button type="submit" class="button primary" disabled={row.value?.outcome !== "passes"}>
          Replay this row
        </button>
        <button type="button" class="button" onClick={onClose}>Leave it</button>
        <Verdict row={row.value} />
      </p>
    </form>
  );
}

function EditorFields({ start, now, text, values, set }: {
  readonly start: RepairedRow | null;
  readonly now: RepairedRow | null;
  readonly text: string | null;
  readonly values: Readonly<Record<string, string>>;
  readonly set: (field: RepairField, value: string) => void;
}) {
  if (start === null) return <p class="muted">Reading the row…</p>;
  const fields = start.after;
  if (fields === null) {
    return (
      <label class="field">
        The row's text
        <textarea
          class="mono"
          rows={3}
          spellcheck={false}
          value={values.raw ?? text ?? ""}
          onInput={(event) => set("raw", event.currentTarget.value)}
        />
      </label>
    );
  }
  const wrong = new Set(now?.outcome === "broken" ? now.reasons.map(({ field }) => field) : []);
  return (
    <div class="editor-fields">
      {REPAIR_FIELDS.filter((name) => name !== "raw").map((name) => (
        <label key={name} class={wrong.has(name) ? "field wrong" : "field"}>
          {name}
          <input
            value={values[name] ?? shown(fields[name])}
            aria-invalid={wrong.has(name)}
            autocomplete="off"
            onInput={(event) =>
              set(name, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

function Verdict({ row }: { readonly row: RepairedRow | null }) {
  if (row === null) return null;
  const text = row.outcome === "passes"
    ? "✓ keeps every rule"
    : row.outcome === "unreadable"
    ? "✗ cannot be read into fields"
    : `✗ ${row.reasons.map(({ rule, expected }) => `${rule}: expected ${expected}`).join("; ")}`;
  return <span role="status" class={row.outcome === "passes" ? "up" : "down"}>{text}</span>;
}

/** What was typed and is not as it was, as steps; bytes are decoded first. */
function repairOf(
  values: Readonly<Record<string, string>>,
  start: RowFields,
  isBytes: boolean,
): Repair {
  const steps = Object.entries(values)
    .filter(([field, value]) => field === "raw" || value !== shown(start[field]))
    .map(([field, value]): RepairStep => ({
      ...{ kind: "set", field: field as RepairField, value },
    }));
  return { steps: isBytes ? [{ kind: "decode", charset: "windows-1252" }, ...steps] : steps };
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function asRefused(error: unknown): RefusedError {
  return error instanceof RefusedError ? error : new RefusedError(0, String(error));
}

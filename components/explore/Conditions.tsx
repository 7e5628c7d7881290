// Which rows are shown: conditions as chips, and a form for another one.

import { useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import type { CellKind } from "../../client/parquet/values/cell_form.ts";
import {
  type Condition,
  type Operator,
  OPERATORS,
} from "../../client/parquet/questions/condition.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import { formatCount } from "../../domain/format.ts";

interface Props {
  readonly explorer: Explorer;
  readonly shape: FileShape;
}

export function Conditions({ explorer, shape }: Props) {
  const { where } = explorer.view.value;
  const remove = (at: number) =>
    explorer.go({ where: where.filter((_, i) => i !== at), row: null });
  return (
    <section class="conditions" aria-label="Conditions">
      <Found explorer={explorer} shape={shape} />
      {where.length > 0 && (
        <ul class="chips">
          {where.map((condition, i) => (
            <li key={i} class="chip">
              <ConditionText condition={condition} />
              <button type="button" onClick={() => remove(i)}>
                ×<span class="unseen">Remove the condition on {condition.column}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <AddCondition explorer={explorer} shape={shape} />
    </section>
  );
}

function ConditionText({ condition: { column, operator, values } }: { condition: Condition }) {
  return (
    <span>
      <bdi>{column}</bdi> <span class="muted">{OPERATORS[operator]}</span>{" "}
      {values.length > 0 && <bdi>{values.join(", ")}</bdi>}
    </span>
  );
}

/** How many rows there are, and what finding them took. */
function Found({ explorer, shape }: Props) {
  const looked = explorer.looked.value;
  if (looked === null) return <p class="found muted">looking…</p>;
  const { count, groupsRead, groupsSkipped, tookMs } = looked;
  const isAll = explorer.view.value.where.length === 0;
  return (
    <p class="found num" role="status">
      <strong>{formatCount(count)}</strong> {isAll ? "rows" : `of ${formatCount(shape.rows)} rows`}
      {!isAll && (
        <span class="muted">
          {" · "}
          {groupsSkipped > 0
            ? `${formatCount(groupsSkipped)} of ${
              formatCount(shape.groups.length)
            } row groups left out by their statistics`
            : groupsRead === 1
            ? "1 row group read"
            : `${formatCount(groupsRead)} row groups read`}
          {` · ${Math.max(1, Math.round(tookMs))} ms`}
        </span>
      )}
    </p>
  );
}

/** What makes sense of a column's kind. */
const FITTING: Readonly<Record<CellKind, readonly Operator[]>> = {
  number: ["gte", "lte", "gt", "lt", "eq", "ne", "in", "missing", "present"],
  time: ["gte", "lt", "gt", "lte", "eq", "missing", "present"],
  clock: ["gte", "lt", "gt", "lte", "eq", "missing", "present"],
  text: ["eq", "in", "has", "ne", "gte", "lte", "missing", "present"],
  boolean: ["eq", "missing", "present"],
  other: ["has", "missing", "present"],
};

const EXAMPLES: Readonly<Record<CellKind, string>> = {
  number: "30",
  time: "2026-10-31T20:00",
  clock: "20:15",
  text: "value",
  boolean: "true or false",
  other: "part of it",
};

function AddCondition({ explorer, shape }: Props) {
  const [name, setName] = useState(shape.columns[0]?.name ?? "");
  const kind = shape.columns.find((column) => column.name === name)?.kind ?? "text";
  const [chosen, setChosen] = useState<Operator>("eq");
  const operator = FITTING[kind].includes(chosen) ? chosen : FITTING[kind][0]!;
  const needsValue = operator !== "missing" && operator !== "present";
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get("value") ?? "").trim();
    if (needsValue && text === "" && operator !== "eq") return;
    const values = !needsValue
      ? []
      : operator === "in"
      ? text.split(",").map((part) => part.trim())
      : [text];
    const where = [...explorer.view.value.where, { column: name, operator, values }];
    explorer.go({ where, row: null });
    form.reset();
  };
  return (
    <form class="add-condition" onSubmit={add}>
      <label class="unseen" for="condition-column">Column</label>
      <select
        id="condition-column"
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      >
        {shape.columns.map((column) => <option key={column.name}>{column.name}</option>)}
      </select>
      <label class="unseen" for="condition-operator">Comparison</label>
      <select
        id="condition-operator"
        value={operator}
        onChange={({ currentTarget }) => setChosen(currentTarget.value as Operator)}
      >
        {FITTING[kind].map((known) => <option key={known} value={known}>{OPERATORS[known]}
        </option>)}
      </select>
      {needsValue && (
        <>
          <label class="unseen" for="condition-value">Value</label>
          <input
            id="condition-value"
            name="value"
            placeholder={operator === "in" ? "several, with commas" : EXAMPLES[kind]}
            autocomplete="off"
          />
        </>
      )}
      <button type="submit" class="button">Add condition</button>
    </form>
  );
}

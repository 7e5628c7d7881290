// The steps of a repair in their order, each with its fields, and those that can be added.

import type { RepairStep } from "../../domain/repair.ts";
import { draftStep, STEP_KINDS } from "./repair_drafts.ts";
import { StepFields } from "./StepFields.tsx";

/** `onChange` gets all steps anew. */
export function RepairSteps({ steps, onChange }: {
  readonly steps: readonly RepairStep[];
  readonly onChange: (steps: readonly RepairStep[]) => void;
}) {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={index} class="step">
          <span class="step-name">{STEP_KINDS.find(([kind]) => kind === step.kind)?.[1]}</span>
          <StepFields step={step} onChange={(next) => onChange(steps.with(index, next))} />
          <button
            type="button"
            class="button step-off"
            aria-label={`Take step ${index + 1} away`}
            onClick={() => onChange(steps.toSpliced(index, 1))}
          >
            ×
          </button>
        </li>
      ))}
      <li class="step-new">
        <span class="muted">{steps.length === 0 ? "As they are, or:" : "Then:"}</span>
        {STEP_KINDS.map(([kind, text]) => (
          <button
            key={kind}
            type="button"
            class="chip"
            onClick={() => onChange([...steps, draftStep(kind)])}
          >
            {text}
          </button>
        ))}
      </li>
    </ol>
  );
}

/** Names of the cells of CSV rows whose header is not at hand. */
export function RepairColumns({ columns, onChange }: {
  readonly columns: readonly string[] | undefined;
  readonly onChange: (columns: readonly string[]) => void;
}) {
  return (
    <details class="fold" open={columns !== undefined}>
      <summary>Names of a CSV row's cells</summary>
      <label class="field">
        In their order, with commas between; without them the input's header is asked
        <input
          class="mono"
          value={columns?.join(",") ?? ""}
          placeholder="user_id,show_name,watch_duration_minutes,watch_date"
          onChange={({ currentTarget: { value } }) =>
            onChange(value.trim() === "" ? [] : value.split(",").map((name) => name.trim()))}
        />
      </label>
    </details>
  );
}

// The fields of one step of a repair.

import type { JSX } from "preact";
import { REPAIR_CHARSETS, REPAIR_FIELDS, type RepairStep } from "../../domain/repair.ts";

interface StepProps<Step extends RepairStep> {
  readonly step: Step;
  readonly onChange: (step: RepairStep) => void;
}

/** Inputs for what the step's kind needs. */
export function StepFields({ step, onChange }: StepProps<RepairStep>): JSX.Element {
  const text = (label: string, key: string, options: Partial<TextProps> = {}) => (
    <TextField
      label={label}
      value={String((step as unknown as Record<string, unknown>)[key] ?? "")}
      onInput={(value) => onChange({ ...step, [key]: value })}
      {...options}
    />
  );
  switch (step.kind) {
    case "set":
      return (
        <>
          <FieldChoice step={step} onChange={onChange} />
          {text("to", "value")}
          <Choice
            label="where it is"
            value={step.when ?? "always"}
            options={[["empty", "empty"], ["always", "anything"]]}
            onChoose={(when) => onChange({ ...step, when: when === "empty" ? "empty" : "always" })}
          />
        </>
      );
    case "trim":
      return <FieldChoice step={step} onChange={onChange} />;
    case "replace":
      return (
        <>
          <FieldChoice step={step} onChange={onChange} />
          {text("pattern", "pattern", { isCode: true })}
          {text("with", "with", { isCode: true })}
        </>
      );
    case "date":
      return (
        <>
          {text("format", "format", { isCode: true })}
          {text("zone", "offset", {
            isCode: true,
            placeholder: "Z or +02:00",
            optional: true,
            onInput: (value) => {
              const { offset: _, ...rest } = step;
              onChange(value === "" ? rest : { ...rest, offset: value });
            },
          })}
        </>
      );
    case "unit":
      return <p class="muted step-note">12m, 1 h 30 min, 0:45:10 or 90s, as minutes</p>;
    case "map":
      return <MapFields step={step} onChange={onChange} />;
    case "decode":
      return (
        <Choice
          label="as"
          value={step.charset}
          options={REPAIR_CHARSETS.map((name) => [name, name])}
          onChoose={(charset) => onChange({ ...step, charset: charset as typeof step.charset })}
        />
      );
    case "skip":
      return <SkipFields step={step} onChange={onChange} />;
    default:
      return step satisfies never;
  }
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly isCode?: boolean;
  readonly optional?: boolean;
  readonly placeholder?: string;
}

function TextField({ label, value, onInput, isCode, placeholder }: TextProps) {
  return (
    <label class="field">
      {label}
      <input
        class={isCode ? "mono" : undefined}
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}

function Choice({ label, value, options, onChoose }: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </label>
  );
}

function FieldChoice({ step, onChange }: StepProps<Extract<RepairStep, { field?: unknown }>>) {
  return (
    <Choice
      label="field"
      value={step.field ?? ""}
      options={REPAIR_FIELDS.map((name) => [name, name === "raw" ? "the row's text" : name])}
      onChoose={(field) => onChange({ ...step, field } as RepairStep)}
    />
  );
}

function MapFields({ step, onChange }: StepProps<Extract<RepairStep, { kind: "map" }>>) {
  const pairs = Object.entries(step.values);
  const change = (at: number, pair: readonly [string, string] | null) =>
    onChange({
      ...step,
      values: Object.fromEntries(
        pairs.flatMap((one, index) => index !== at ? [one] : pair === null ? [] : [pair]),
      ),
    });
  return (
    <>
      <FieldChoice step={step} onChange={onChange} />
      {pairs.map(([from, to], index) => (
        <div key={index} class="map-pair">
          <TextField label="from" value={from} onInput={(value) => change(index, [value, to])} />
          <TextField label="to" value={to} onInput={(value) => change(index, [from, value])} />
          <button
            type="button"
            class="button"
            aria-label={`Leave ${from} alone`}
            onClick={() => change(index, null)}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => onChange({ ...step, values: { ...step.values, "": "" } })}
      >
        Another value
      </button>
    </>
  );
}

function SkipFields({ step, onChange }: StepProps<Extract<RepairStep, { kind: "skip" }>>) {
  const { field: _field, pattern: _pattern, ...all } = step;
  const isSome = step.field !== undefined;
  return (
    <>
      <TextField
        label="because"
        value={step.reason}
        onInput={(reason) => onChange({ ...step, reason })}
      />
      <Choice
        label="which rows"
        value={isSome ? "some" : "all"}
        options={[["all", "all that are left"], ["some", "where a field matches"]]}
        onChoose={(which) =>
          onChange(which === "all" ? all : { ...all, field: "user_id", pattern: "^test" })}
      />
      {isSome && (
        <>
          <FieldChoice step={step} onChange={onChange} />
          <TextField
            label="pattern"
            value={step.pattern ?? ""}
            isCode
            onInput={(pattern) => onChange({ ...step, pattern })}
          />
        </>
      )}
    </>
  );
}

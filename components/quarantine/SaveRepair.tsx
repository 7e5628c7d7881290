// Keeps the bench's repair under a name, so that new rows are repaired as they come.

import { useSignal } from "@preact/signals";
import { postJson } from "../../client/write_api.ts";
import type { Repair, RepairSelection } from "../../domain/repair.ts";

/** `onProblem` is told of what the service refuses. */
export function SaveRepair({ select, repair, onProblem }: {
  readonly select: RepairSelection;
  readonly repair: Repair;
  readonly onProblem: (error: unknown) => void;
}) {
  const name = useSignal(""), saved = useSignal<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      const { rule = null, source = null, search = null } = select;
      const body = { name: name.value.trim(), select: { rule, source, search }, repair };
      await postJson("/api/quarantine/repairs", body);
      saved.value = body.name;
    } catch (error) {
      onProblem(error);
    }
  };
  return (
    <form class="bench-actions" onSubmit={save}>
      <label class="field">
        Keep this repair for new rows, as
        <input
          value={name.value}
          maxLength={100}
          placeholder="dates of the old player"
          onInput={({ currentTarget: { value } }) => (name.value = value)}
        />
      </label>
      <button type="submit" class="button" disabled={name.value.trim() === ""}>Keep</button>
      {saved.value !== null && (
        <span role="status" class="note">
          ✓ <strong>{saved.value}</strong> is taken on new rows from now on.
        </span>
      )}
    </form>
  );
}

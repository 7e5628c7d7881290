// Each column's profile over the shown rows, read one after another.

import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import type { ColumnProfile } from "../../client/parquet/questions/profile_column.ts";
import { ProfileCard } from "./ProfileCard.tsx";

/** A column that cannot be read says why; the others go on. */
export type ProfileState = ColumnProfile | { readonly column: string; readonly refused: string };

export function ColumnProfiles(
  { explorer, shape }: { readonly explorer: Explorer; readonly shape: FileShape },
) {
  const [profiles, setProfiles] = useState<ReadonlyMap<string, ProfileState>>(new Map());
  const looked = explorer.looked.value;
  useEffect(() => {
    if (looked === null) return;
    let isOld = false;
    setProfiles(new Map());
    (async () => {
      for (const { name } of shape.columns) {
        if (isOld) return;
        const profile = await explorer.ask("profile", { column: name })
          .catch((error: Error): ProfileState => ({ column: name, refused: error.message }));
        if (!isOld) setProfiles((known) => new Map(known).set(name, profile));
      }
    })();
    return () => {
      isOld = true;
    };
  }, [looked, shape]);
  return (
    <div class="profiles">
      {shape.columns.map((column) => (
        <ProfileCard
          key={column.name}
          column={column}
          profile={profiles.get(column.name) ?? null}
          onOnly={(condition) => explorer.go({ where: [...explorer.view.value.where, condition] })}
        />
      ))}
    </div>
  );
}

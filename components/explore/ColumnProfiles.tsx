// Each column's profile over the shown rows, read one after another.

import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import type { ColumnShape, FileShape } from "../../client/parquet/file/file_shape.ts";
import type { ColumnProfile } from "../../client/parquet/questions/profile_column.ts";
import { keyText } from "../../client/parquet/values/cell.ts";
import type { Condition } from "../../client/parquet/questions/condition.ts";
import { formatCount, formatPrecise, formatShare } from "../../domain/format.ts";

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

/** A value in fewer of the rows is not called frequent. */
const MIN_TOP_SHARE = 0.002;

interface Props {
  readonly column: ColumnShape;
  readonly profile: ProfileState | null;
  readonly onOnly: (condition: Condition) => void;
}

function ProfileCard({ column, profile, onOnly }: Props) {
  return (
    <section class="card profile" aria-label={column.name}>
      <div class="card-head">
        <h3>
          <bdi>{column.name}</bdi>
        </h3>
        <span class="muted type">{column.type}</span>
      </div>
      {profile === null
        ? <p class="muted">waiting…</p>
        : "refused" in profile
        ? <p class="refused">{profile.refused}</p>
        : <Figures column={column} profile={profile} onOnly={onOnly} />}
    </section>
  );
}

interface FigureProps extends Omit<Props, "profile"> {
  readonly profile: ColumnProfile;
}

function Figures({ column, profile, onOnly }: FigureProps) {
  const { rows, nulls, distinct, isDistinctExact, min, max, mean } = profile;
  const text = (key: typeof min) => shorten(keyText(key, column.kind));
  const average = mean === null ? null : keyText(mean, column.kind);
  return (
    <>
      <dl class="figures num">
        <div>
          <dt>missing</dt>
          <dd>
            {nulls === 0 ? "none" : `${formatCount(nulls)} (${formatShare(nulls / rows)})`}
          </dd>
        </div>
        <div>
          <dt>different</dt>
          <dd>{isDistinctExact ? formatCount(distinct) : `≈ ${formatCount(distinct)}`}</dd>
        </div>
        {average !== null && (
          <div>
            <dt>mean</dt>
            <dd>{column.kind === "time" ? text(Math.round(mean!)) : formatPrecise(mean!)}</dd>
          </div>
        )}
      </dl>
      {(profile.bins?.length ?? 0) > 1 && <Histogram bins={profile.bins!} name={column.name} />}
      {min !== null && (
        <p class="range num muted">
          <bdi>{text(min)}</bdi>
          <bdi>{text(max)}</bdi>
        </p>
      )}
      <Top column={column} profile={profile} onOnly={onOnly} />
    </>
  );
}

function Histogram({ bins, name }: { readonly bins: readonly number[]; readonly name: string }) {
  const most = Math.max(...bins), width = 100 / bins.length;
  const label =
    `Histogram of ${name}: ${bins.length} equal steps from least to most; rows in each: ` +
    bins.join(", ");
  return (
    <svg
      class="histogram"
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bins.map((rows, i) => {
        const height = rows === 0 ? 0 : Math.max(0.6, 32 * rows / most);
        return (
          <rect key={i} x={i * width} y={32 - height} width={width * 0.86} height={height}>
            <title key="tip">{formatCount(rows)} rows</title>
          </rect>
        );
      })}
    </svg>
  );
}

function Top({ column, profile: { top, rows }, onOnly }: FigureProps) {
  if (top === null) {
    return <p class="muted">Too many different values to tell the most frequent.</p>;
  }
  // Where no value stands out, none is frequent.
  const isFlat = (top[0]?.rows ?? 0) < Math.max(2, MIN_TOP_SHARE * rows);
  if (isFlat || column.kind === "other") return null;
  return (
    <ol class="top-values">
      {top.slice(0, 5).map(({ key, rows: of }) => (
        <li key={String(key)}>
          <button
            type="button"
            title="Only rows with this value"
            onClick={() =>
              onOnly({ column: column.name, operator: "eq", values: [keyText(key, column.kind)] })}
          >
            <bdi>{shorten(keyText(key, column.kind))}</bdi>
          </button>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(0.5, 100 * of / rows)} height="6" />
          </svg>
          <span class="num">{formatCount(of)}</span>
        </li>
      ))}
    </ol>
  );
}

function shorten(text: string): string {
  const plain = text.replace(/T(\d\d:\d\d)(:\d\d)?(\.\d+)?Z$/, " $1")
    .replace(/^(-?\d*\.\d{6})\d+$/, "$1…");
  return plain.length > 32 ? `${plain.slice(0, 31)}…` : plain;
}

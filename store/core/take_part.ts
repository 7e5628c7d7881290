// Takes a part of a batch: its views go to their users, its other records to the quarantine and the ledger.

import type { Commit } from "./commit.ts";
import type { TopicNumber } from "./ledger_changes.ts";
import type { ReadBatch } from "./read_batch.ts";
import type { CatalogShow } from "../../domain/store_catalog.ts";
import { dimensionIds, EMPTY_LABEL, NO_LABEL } from "./stored_view.ts";
import { ask, type Numbered, type Steps } from "./store_tables.ts";
import { introduceShows } from "./introduce_shows.ts";
import { takeOthers } from "./take_others.ts";
import type { ViewColumns } from "./view_columns.ts";

/** What a part is taken into. */
export interface Taking {
  readonly commit: Commit;
  /** By show. */
  readonly catalog: ReadonlyMap<string, CatalogShow>;
}

/** Records from one offset up to another. */
interface Offsets {
  readonly topic: TopicNumber;
  readonly from: number;
  readonly to: number;
}

/** Views of a batch, by their indexes. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/** Takes records; none of them is a retraction. */
export function* takePart(
  batch: ReadBatch,
  { topic, from, to }: Offsets,
  taking: Taking,
): Steps<void> {
  const { views, partition } = batch, range = rangeOf(views, from, to);
  if (range.first < range.end) yield* takeViews(views, { ...range, partition }, taking);
  const others = batch.others.filter(({ offset }) => offset >= from && offset < to);
  if (others.length > 0) yield* takeOthers(others, { topic, partition }, taking);
}

function rangeOf({ offsets, length }: ViewColumns, from: number, to: number): Range {
  let first = 0, end = length;
  while (first < end && offsets[first]! < from) first++;
  while (end > first && offsets[end - 1]! >= to) end--;
  return { first, end };
}

/** Texts are looked up once for each batch, and only those of records that count. */
function* takeViews(
  views: ViewColumns,
  { partition, ...range }: Range & { readonly partition: number },
  { commit, catalog }: Taking,
): Steps<void> {
  const { users, shows, sources, labels, eventIds, episodes, dimensions } = views;
  const texts = {
    users: usedTexts(users.texts, [users.codes], range),
    shows: usedTexts(shows.texts, [shows.codes], range),
    labels: usedTexts(labels, [episodes, ...Object.values(dimensions)], range, isLabel),
    sources: usedTexts(sources.texts, [sources.codes], range),
  };
  const ids = yield* ask("idsOf", {
    users: texts.users.texts,
    shows: texts.shows.texts,
    labels: texts.labels.texts,
    sources: texts.sources.texts,
  });
  yield* introduceShows(texts.shows.texts, ids.shows, catalog);
  const userIds = byCode(users.texts, texts.users, ids.users);
  const userOf = users.texts.map((name, code) => {
    const id = userIds[code]!;
    return id === NO_ID ? null : commit.user(id, name, ids.users.made.has(id));
  });
  const showOf = byCode(shows.texts, texts.shows, ids.shows);
  const sourceOf = byCode(sources.texts, texts.sources, ids.sources);
  const labelOf = byCode(labels, texts.labels, ids.labels);
  labels.forEach((text, code) => {
    if (!isLabel(text)) labelOf[code] = text === null ? NO_LABEL : EMPTY_LABEL;
  });
  for (let at = range.first; at < range.end; at++) {
    userOf[users.codes[at]!]!.views.push({
      ...dimensionIds((name) => labelOf[dimensions[name][at]!]!),
      startMs: views.startMs[at]!,
      showId: showOf[shows.codes[at]!]!,
      episodeId: labelOf[episodes[at]!]!,
      minutes: views.minutes[at]!,
      eventId: eventIds === null ? "" : eventIds[at]!,
      ingestMs: views.ingestMs[at]!,
      sourceId: sourceOf[sources.codes[at]!]!,
      partition,
      offset: views.offsets[at]!,
    });
  }
  commit.notes.read += range.end - range.first;
}

/** Stands for a text that no view of the range has. */
const NO_ID = 0;

function isLabel(text: string | null): text is string {
  return text !== null && text !== "";
}

/** Texts that views of a range have, and their codes. */
interface UsedTexts {
  readonly codes: readonly number[];
  readonly texts: readonly string[];
}

function usedTexts<Text extends string | null>(
  all: readonly Text[],
  columns: readonly Uint32Array[],
  { first, end }: Range,
  isWanted: (text: Text) => boolean = () => true,
): UsedTexts {
  const isUsed = new Uint8Array(all.length);
  for (const codes of columns) for (let at = first; at < end; at++) isUsed[codes[at]!] = 1;
  const codes: number[] = [], texts: string[] = [];
  all.forEach((text, code) => {
    if (isUsed[code] === 0 || !isWanted(text)) return;
    codes.push(code);
    texts.push(text!);
  });
  return { codes, texts };
}

/** The ids of all texts by their codes; {@link NO_ID} for those that are not used. */
function byCode(
  all: readonly unknown[],
  { codes }: UsedTexts,
  { ids }: Numbered,
): number[] {
  const byCode = new Array<number>(all.length).fill(NO_ID);
  codes.forEach((code, at) => byCode[code] = ids[at]!);
  return byCode;
}

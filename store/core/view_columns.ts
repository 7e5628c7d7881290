// Views that were read from the log, by columns: plain data that moves from thread to thread without a copy.

import { type Dimension, DIMENSIONS, forDimensions } from "../../domain/columns.ts";
import type { View } from "../../domain/view.ts";

/** The texts of one column, each once; rows refer to them by their index. */
export interface TextColumn {
  readonly texts: readonly string[];
  /** One for each view. */
  readonly codes: Uint32Array<ArrayBuffer>;
}

/** Views in the order of the log. Arrays of numbers have room for more views than there are. */
export interface ViewColumns {
  readonly length: number;
  readonly users: TextColumn;
  readonly shows: TextColumn;
  /** Episodes and dimensions share their texts; null stands for absent ones. */
  readonly labels: readonly (string | null)[];
  readonly episodes: Uint32Array<ArrayBuffer>;
  readonly dimensions: Readonly<Record<Dimension, Uint32Array<ArrayBuffer>>>;
  readonly sources: TextColumn;
  readonly startMs: Float64Array<ArrayBuffer>;
  readonly minutes: Float64Array<ArrayBuffer>;
  readonly ingestMs: Float64Array<ArrayBuffer>;
  readonly offsets: Float64Array<ArrayBuffer>;
  /** "" where absent; null when no view has one. */
  readonly eventIds: readonly string[] | null;
}

/** Where a view lay in the log. */
export interface ViewPlace {
  readonly source: string;
  readonly offset: number;
  readonly ingestTimeMs: number;
}

class TextCodes<Text extends string | null> {
  readonly texts: Text[] = [];
  readonly #codes = new Map<Text, number>();

  of(text: Text): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      this.#codes.set(text, code = this.texts.length);
      this.texts.push(text);
    }
    return code;
  }
}

/** Gathers views into columns. */
export class ViewColumnsBuilder {
  readonly #users = new TextCodes<string>();
  readonly #shows = new TextCodes<string>();
  readonly #labels = new TextCodes<string | null>();
  readonly #sources = new TextCodes<string>();
  readonly #codes: { readonly [name in CodeColumn]: Uint32Array<ArrayBuffer> };
  readonly #dimensions: ViewColumns["dimensions"];
  readonly #numbers: { readonly [name in NumberColumn]: Float64Array<ArrayBuffer> };
  readonly #eventIds: string[] = [];
  #hasEventIds = false;
  #length = 0;

  /** With room for `capacity` views. */
  constructor(capacity: number) {
    const codes = () => new Uint32Array(capacity), numbers = () => new Float64Array(capacity);
    this.#codes = {
      ...{ users: codes(), shows: codes(), sources: codes(), episodes: codes() },
    };
    this.#dimensions = forDimensions(codes);
    this.#numbers = {
      ...{ startMs: numbers(), minutes: numbers(), ingestMs: numbers(), offsets: numbers() },
    };
  }

  /** Adds a view. */
  add(view: View, { source, offset, ingestTimeMs }: ViewPlace): void {
    const at = this.#length++, codes = this.#codes, numbers = this.#numbers;
    const labels = this.#labels;
    codes.users[at] = this.#users.of(view.userId);
    codes.shows[at] = this.#shows.of(view.showName);
    codes.sources[at] = this.#sources.of(source);
    codes.episodes[at] = labels.of(view.episode);
    for (const name of DIMENSIONS) this.#dimensions[name][at] = labels.of(view[name]);
    numbers.startMs[at] = view.startMs;
    numbers.minutes[at] = view.watchMinutes;
    numbers.ingestMs[at] = ingestTimeMs;
    numbers.offsets[at] = offset;
    this.#eventIds.push(view.eventId ?? "");
    if (view.eventId !== null) this.#hasEventIds = true;
  }

  /** What was added. */
  finish(): ViewColumns {
    const { users, shows, sources, episodes } = this.#codes;
    return {
      ...this.#numbers,
      length: this.#length,
      users: { texts: this.#users.texts, codes: users },
      shows: { texts: this.#shows.texts, codes: shows },
      sources: { texts: this.#sources.texts, codes: sources },
      labels: this.#labels.texts,
      ...{ episodes, dimensions: this.#dimensions },
      eventIds: this.#hasEventIds ? this.#eventIds : null,
    };
  }
}

type CodeColumn = "users" | "shows" | "sources" | "episodes";
type NumberColumn = "startMs" | "minutes" | "ingestMs" | "offsets";

/** The buffers that move with the columns when these are sent to another thread. */
export function buffersOf(columns: ViewColumns): ArrayBuffer[] {
  const { users, shows, sources, episodes, dimensions } = columns;
  const { startMs, minutes, ingestMs, offsets } = columns;
  return [users.codes, shows.codes, sources.codes, episodes, ...Object.values(dimensions)]
    .map(({ buffer }) => buffer)
    .concat([startMs, minutes, ingestMs, offsets].map(({ buffer }) => buffer));
}

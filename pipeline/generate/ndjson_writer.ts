// Writes generated views as NDJSON, the spoiled ones included.

import { REQUIRED_COLUMNS } from "../../domain/columns.ts";
import type { ByteSink } from "./byte_sink.ts";
import {
  DIMENSION_TEXTS,
  type DimensionCells,
  dimensionsOf,
  EVENT_DIGITS,
  fieldTexts,
  type GeneratedWorld,
  type RowWriter,
  USER_DIGITS,
} from "./row_writer.ts";
import { planError, spoilFields, withLatin1Letter } from "./spoil_fields.ts";
import type { ViewBatch } from "./view_batch.ts";

const NEWLINE = 0x0a, LETTER_U = 0x75, LETTER_E = 0x65;
const utf8 = new TextEncoder();
const json = (value: string) => utf8.encode(JSON.stringify(value));

const USER = utf8.encode('{"user_id":"'), SHOW = utf8.encode('","show_name":');
const DURATION = utf8.encode(',"watch_duration_minutes":'), DATE = utf8.encode(',"watch_date":"');
const DATE_END = utf8.encode('"'), ROW_END = utf8.encode("}\n");
const EVENT = utf8.encode(',"event_id":"'), EPISODE = utf8.encode('","episode":"');
const EPISODE_END = utf8.encode('"');
const GENRE = utf8.encode(',"genre":');

/** Writes one JSON object a line, with the members that the CSV has as columns. */
export class NdjsonWriter implements RowWriter {
  readonly #names: readonly Uint8Array[];
  readonly #genres: readonly Uint8Array[];
  /** Cells are whole members. */
  readonly #dimensions: readonly DimensionCells[];

  constructor(readonly world: GeneratedWorld) {
    this.#names = world.shows.map((show) => json(show.name));
    this.#genres = world.shows.map((show) => json(show.genre));
    this.#dimensions = dimensionsOf(world).map((name) => {
      const { texts, of } = DIMENSION_TEXTS[name];
      return { cells: texts.map((text) => utf8.encode(`,"${name}":${JSON.stringify(text)}`)), of };
    });
  }

  header(_sink: ByteSink): void {}

  row(sink: ByteSink, batch: ViewBatch, index: number): void {
    if (batch.error[index] !== 0) return this.#spoiled(sink, batch, index);
    sink.cell(USER);
    sink.id(LETTER_U, this.world.audience.idNumber[batch.user[index]!]!, USER_DIGITS);
    sink.cell(SHOW);
    sink.cell(this.#names[batch.show[index]!]!);
    sink.cell(DURATION);
    sink.tenths(batch.tenths[index]!);
    sink.cell(DATE);
    sink.instant(batch.startSecond[index]!);
    sink.cell(DATE_END);
    if (this.world.plan.episodes) this.#optional(sink, batch, index);
    sink.cell(ROW_END);
  }

  #optional(sink: ByteSink, batch: ViewBatch, index: number): void {
    const show = this.world.shows[batch.show[index]!]!, episode = batch.episode[index]!;
    sink.cell(EVENT);
    sink.id(LETTER_E, batch.event[index]!, EVENT_DIGITS);
    sink.cell(EPISODE);
    if (show.episodes > 1) {
      const season = Math.floor(episode / show.episodesPerSeason);
      sink.episode(season + 1, episode - season * show.episodesPerSeason + 1);
    }
    sink.cell(EPISODE_END);
    for (const { cells, of } of this.#dimensions) sink.cell(cells[of(this.world, batch, index)]!);
    sink.cell(GENRE);
    sink.cell(this.#genres[batch.show[index]!]!);
  }

  /** A row with an error, by way of strings: slow and rare. It has the required members alone. */
  #spoiled(sink: ByteSink, batch: ViewBatch, index: number): void {
    const error = planError(batch.error[index]!, this.world.plan.errorKinds);
    const fields = spoilFields(fieldTexts(this.world, batch, index), error);
    // A missing field is as often absent as it is empty.
    const isAbsent = (text: string) => text === "" && error.turn % 4 < 2;
    const members = REQUIRED_COLUMNS.filter((column) => !isAbsent(fields[column]))
      .map((column) =>
        [
          column,
          column === "watch_duration_minutes" ? numberOrText(fields[column]) : fields[column],
        ] as const
      );
    const line = JSON.stringify(Object.fromEntries(members));
    const bytes = utf8.encode(line);
    if (error.rule === "row.columns") {
      sink.cell(utf8.encode(JSON.stringify(members.map(([, value]) => value))));
    } else if (error.rule === "row.quoting") {
      sink.cell(utf8.encode(line.slice(0, line.indexOf('","watch_duration'))));
    } else if (error.rule === "row.encoding") {
      const before = line.indexOf('"show_name":"') + '"show_name":"'.length; // all ASCII until there
      sink.cell(withLatin1Letter(bytes, before));
    } else sink.cell(bytes);
    sink.byte(NEWLINE);
  }
}

function numberOrText(text: string): number | string {
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

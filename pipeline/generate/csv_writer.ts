// Writes generated views as CSV (RFC 4180), the spoiled ones included.

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
import { isQuoteLeftOpen, planError, spoilFields, withLatin1Letter } from "./spoil_fields.ts";
import type { ViewBatch } from "./view_batch.ts";

const COMMA = 0x2c, NEWLINE = 0x0a, QUOTE = 0x22, LETTER_U = 0x75, LETTER_E = 0x65;
const utf8 = new TextEncoder();

/** A text as one CSV cell: quoted only when it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Writes rows of `REQUIRED_COLUMNS`, and of optional columns too when the plan has episodes. */
export class CsvWriter implements RowWriter {
  readonly #names: readonly Uint8Array[];
  readonly #genres: readonly Uint8Array[];
  readonly #dimensions: readonly DimensionCells[];

  constructor(readonly world: GeneratedWorld) {
    this.#names = world.shows.map((show) => utf8.encode(csvCell(show.name)));
    this.#genres = world.shows.map((show) => utf8.encode(csvCell(show.genre)));
    this.#dimensions = dimensionsOf(world).map((name) => {
      const { texts, of } = DIMENSION_TEXTS[name];
      return { cells: texts.map((text) => utf8.encode(csvCell(text))), of };
    });
  }

  header(sink: ByteSink): void {
    const columns = this.world.plan.episodes
      ? [...REQUIRED_COLUMNS, "event_id", "episode", ...dimensionsOf(this.world), "genre"]
      : REQUIRED_COLUMNS;
    sink.cell(utf8.encode(`${columns.join(",")}\n`));
  }

  row(sink: ByteSink, batch: ViewBatch, index: number): void {
    if (batch.error[index] !== 0) this.#requiredSpoiled(sink, batch, index);
    else {
      sink.id(LETTER_U, this.world.audience.idNumber[batch.user[index]!]!, USER_DIGITS);
      sink.byte(COMMA);
      sink.cell(this.#names[batch.show[index]!]!);
      sink.byte(COMMA);
      sink.tenths(batch.tenths[index]!);
      sink.byte(COMMA);
      sink.instant(batch.startSecond[index]!);
    }
    if (this.world.plan.episodes) this.#optional(sink, batch, index);
    sink.byte(NEWLINE);
  }

  #optional(sink: ByteSink, batch: ViewBatch, index: number): void {
    const show = this.world.shows[batch.show[index]!]!, episode = batch.episode[index]!;
    sink.byte(COMMA);
    sink.id(LETTER_E, batch.event[index]!, EVENT_DIGITS);
    sink.byte(COMMA);
    if (show.episodes > 1) {
      const season = Math.floor(episode / show.episodesPerSeason);
      sink.episode(season + 1, episode - season * show.episodesPerSeason + 1);
    }
    for (const { cells, of } of this.#dimensions) {
      sink.byte(COMMA);
      sink.cell(cells[of(this.world, batch, index)]!);
    }
    sink.byte(COMMA);
    sink.cell(this.#genres[batch.show[index]!]!);
  }

  /** The required cells of a row with an error, by way of strings: slow and rare. */
  #requiredSpoiled(sink: ByteSink, batch: ViewBatch, index: number): void {
    const error = planError(batch.error[index]!, this.world.plan.errorKinds);
    const fields = spoilFields(fieldTexts(this.world, batch, index), error);
    const cells = REQUIRED_COLUMNS.map((column) => csvCell(fields[column]));
    if (error.rule === "row.columns") {
      if (error.turn % 2 === 0) cells.pop();
      else cells.push("");
    }
    if (error.rule === "row.quoting") {
      const open = quoted(fields.show_name).slice(0, -1);
      // Text after the closing quote spoils this row alone. A quote left open is closed by the next
      // quote in the file, where some cell begins, so that text follows it: it spoils this row too.
      cells[1] = isQuoteLeftOpen(error.turn) ? open : `${open}" HD`;
    }
    const bytes = utf8.encode(cells.join(","));
    if (error.rule !== "row.encoding") return sink.cell(bytes);
    const nameAt = fields.user_id.length + 1;
    sink.cell(withLatin1Letter(bytes, bytes[nameAt] === QUOTE ? nameAt + 1 : nameAt));
  }
}

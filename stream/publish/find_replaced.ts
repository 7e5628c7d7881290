// Finds imports of older rules whose views a file holds again under other titles: together they would count twice.

import type { View } from "../../domain/view.ts";
import type { SourceView } from "../../store/port.ts";

/** What says that two views are of one moment: only what they are called may differ. */
type Moment = Pick<View, "userId" | "startMs" | "watchMinutes">;
/** What a file is to an import of older rules. */
export type Verdict =
  /** None of its views is called otherwise there. */
  | "apart"
  /** It holds all of them: it takes the import's place. */
  | "whole"
  /** It lacks some: what it lacks would be lost. */
  | "part";

/** Views that a newer reading quarantines or leaves out are no reason to keep an import. */
const LEFT_OUT_SHARE = 0.01;

/** The views of one import, ready to be met by a file's rows. */
export class OlderViews {
  readonly #titles = new Map<string, Set<string>>();
  readonly #met = new Set<string>();
  #isRenamed = false;

  constructor(views: Iterable<SourceView>) {
    for (const view of views) {
      const key = momentOf(view), titles = this.#titles.get(key);
      if (titles === undefined) this.#titles.set(key, new Set([titleOf(view)]));
      else titles.add(titleOf(view));
    }
  }

  /** Meets a row of the file. */
  meet(view: SourceView): void {
    const key = momentOf(view), titles = this.#titles.get(key);
    if (titles === undefined) return;
    this.#met.add(key);
    if (!titles.has(titleOf(view))) this.#isRenamed = true;
  }

  /** What the rows met so far make of the import. */
  get verdict(): Verdict {
    if (!this.#isRenamed) return "apart";
    const lacking = this.#titles.size - this.#met.size;
    return lacking <= this.#titles.size * LEFT_OUT_SHARE ? "whole" : "part";
  }
}

function momentOf({ userId, startMs, watchMinutes }: Moment): string {
  return `${userId}\0${startMs}\0${watchMinutes}`;
}

/** A missing and an empty episode are the same. */
function titleOf({ showName, episode }: Pick<View, "showName" | "episode">): string {
  return `${showName}\0${episode ?? ""}`;
}

// A card with a title, a sentence that says what is shown, and its content.

import type { ComponentChildren } from "preact";

/** `id` names the heading, so that the card is a landmark that can be linked to. */
export function Panel({ id, title, note, downloads, wide = false, children }: {
  readonly id: string;
  readonly title: string;
  readonly note?: ComponentChildren;
  /** Links to its numbers as files. */
  readonly downloads?: ComponentChildren;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={wide ? "card wide" : "card"} aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {downloads}
      </div>
      {note !== undefined && <p class="card-note muted">{note}</p>}
      {children}
    </section>
  );
}

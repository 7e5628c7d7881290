// Template literals that escape what is put into them, so that markup is only ever written on purpose.

/** A piece of finished markup. Only {@link markup} and the page's own constants make one. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text is escaped, markup is not, null and false are nothing. */
export type MarkupValue = Markup | string | number | null | false | readonly MarkupValue[];

/**
 * Builds markup from a template literal: `` markup`<b>${"a<b"}</b>` `` is `<b>a&lt;b</b>`.
 */
export function markup(parts: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  let text = parts[0]!;
  values.forEach((value, index) => text += render(value) + parts[index + 1]!);
  return new Markup(text);
}

function render(value: MarkupValue): string {
  if (value === null || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(render).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes the five characters that mean something in HTML; lone surrogates become U+FFFD. */
function escapeHtml(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

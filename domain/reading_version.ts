// Which rules read a file: raised whenever the same bytes come to be read as other rows.

/**
 * 1: up to 1.x. 2: Netflix titles of 38 languages, autoplayed views of two minutes and more, empty episodes
 * that are not missing ones, dates before 1990 refused.
 */
export const READING_VERSION = 2;

/** The version that a run's parameters name; runs of before name none. */
export function readingVersionOf(
  parameters: Readonly<Record<string, string | number | boolean | null>>,
): number {
  const { reading_version } = parameters;
  return typeof reading_version === "number" ? reading_version : 1;
}

// How inputs are named where there is no room for their paths.

/** The last part of a path; the whole of it is told beside. A topic's partition keeps its topic. */
export function fileName(path: string): string {
  if (/^watch\.\w+\/\d+$/.test(path)) return path;
  return path.split(/[/\\]/).at(-1) || path;
}

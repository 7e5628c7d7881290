// What Playhead keeps is its owner's alone: files 0600, folders 0700, whatever the umask is. Windows has no such
// modes.

import type { FileLayer } from "./file_layer.ts";

/** Modes of what is kept. */
export const OWN_FILE = { mode: 0o600 } as const, OWN_FOLDER = { mode: 0o700 } as const;

/**
 * Makes an empty file if there is none, for a database that is to be opened: SQLite would make it readable for
 * others. What SQLite puts beside it has the mode of the file.
 */
export function makeOwnFile(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, ...OWN_FILE }).close();
  } catch {
    // It is there, or the disk refuses: whoever opens it says so.
  }
}

/** A disk whose new files and folders are their owner's alone. */
export function ownDisk(disk: FileLayer): FileLayer {
  return {
    copyFileSync: (from, to) => disk.copyFileSync(from, to), // a copy has the mode of what is copied
    lstatSync: (path) => disk.lstatSync(path),
    mkdirSync: (path, options) => disk.mkdirSync(path, { ...options, ...OWN_FOLDER }),
    openSync: (path, options) => disk.openSync(path, { ...options, ...modeFor(options) }),
    readDirSync: (path) => disk.readDirSync(path),
    readTextFileSync: (path) => disk.readTextFileSync(path),
    removeSync: (path, options) => disk.removeSync(path, options),
    renameSync: (from, to) => disk.renameSync(from, to),
  };
}

function modeFor(options: Deno.OpenOptions | undefined): { readonly mode?: number } {
  return options?.create === true || options?.createNew === true ? OWN_FILE : {};
}

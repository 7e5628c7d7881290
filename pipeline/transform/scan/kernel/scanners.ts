// All that the scan's kernel offers; ../kernel_exports.ts is its other side.

export {
  add,
  codesOf,
  configure,
  find,
  initialize,
  limitTexts,
  minutesAt,
  position,
  reserveInput,
  reserveScratch,
  rows,
  scan,
  startsAt,
  textCount,
  textTable,
  touched,
  usedBytes,
} from "./scan_csv";
export { configureKeys, scanNdjson } from "./scan_ndjson";
export { ranksAt, sortedBytes, sortedBytesAt, sortedOffsetsAt, sortTexts } from "./sort_texts";

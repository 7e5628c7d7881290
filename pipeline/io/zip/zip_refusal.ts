// Why a ZIP archive is not read though nothing in it is broken: it is of a kind that nothing here unpacks.

/** The message ends a sentence that begins with the archive, and says what to do. */
export class ZipRefusal extends Error {}

// Ends something that may wait for a cluster that is away: it gets so much time, and is then left.

/** Waits for `end`, at most so long; its failure is nobody's concern any more. */
export async function endWithin(waitMs: number, end: () => Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, waitMs);
  const ended = end().catch(() => {});
  await Promise.race([ended, late.promise]);
  clearTimeout(timer);
}

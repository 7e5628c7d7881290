// Waits for something that opens, unless there is no need for it any more.

/** A cluster that is away must not keep who stops waiting: null then, and what opens later is closed. */
export async function openUnless<Opened extends { close(): Promise<void> }>(
  signal: AbortSignal,
  opening: Promise<Opened>,
): Promise<Opened | null> {
  const aborted = Promise.withResolvers<null>();
  const abort = () => aborted.resolve(null);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  const opened = await Promise.race([opening, aborted.promise]);
  signal.removeEventListener("abort", abort);
  if (opened === null) opening.then((late) => late.close()).catch(() => {});
  return opened;
}

// Waits for the brokers' answer, not longer than until an instant.

import { LogWriteError } from "../errors.ts";

/**
 * The answer, if it comes before `dueMs` (as `performance.now()` counts).
 *
 * @throws {LogWriteError} it does not; it may come later, and nobody hears of it
 */
export async function before<Value>(dueMs: number, answer: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const told = new LogWriteError("Kafka did not answer in time", { retriable: true });
  const timer = setTimeout(() => late.reject(told), dueMs - performance.now());
  return await Promise.race([late.promise, answer]).finally(() => clearTimeout(timer));
}

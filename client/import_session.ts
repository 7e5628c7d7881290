// One file that is handed in: sent to the service, looked at, published or let go.

/// <reference lib="dom" />
import { signal } from "@preact/signals";
import type { FileImport } from "../domain/file_import.ts";
import type { Ledger } from "../domain/ledger.ts";
import { bearer, postJson, RefusedError } from "./write_api.ts";

const PATH = "/api/imports", LOOK_EVERY_MS = 300;

/** What the ledger gained by a file. */
export type LedgerGain = Ledger;

/** The file of a dialog. */
export class ImportSession {
  /** The file on its way to the service; null before and after. */
  readonly upload = signal<{ readonly name: string; readonly share: number } | null>(null);
  /** What the service knows of it. */
  readonly state = signal<FileImport | null>(null);
  /** Why something was refused. */
  readonly problem = signal<RefusedError | null>(null);
  /** Once all that was sent is counted. */
  readonly gain = signal<LedgerGain | null>(null);
  #ending = new AbortController();
  #file: File | null = null;

  /** Begins with another file. */
  open(file: File): Promise<void> {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#file = file;
    for (const one of [this.state, this.problem, this.gain]) one.value = null;
    return this.#do(async (ending) => {
      this.upload.value = { name: file.name, share: 0 };
      this.state.value = await this.#send(file, ending);
      this.upload.value = null;
      await this.#follow(["reading"], ending);
    });
  }

  /** Tries again what was refused, with a token now. */
  again(): void {
    if (this.#file !== null && this.state.value === null) this.open(this.#file);
    else this.publish();
  }

  publish(): Promise<void> {
    return this.#do(async (ending) => {
      const { id } = this.state.value!;
      this.state.value = await postJson<FileImport>(`${PATH}/${id}/publish`, {}, ending);
      await this.#follow(["publishing"], ending);
      if (this.state.value.stage === "published") await this.#count(this.state.value, ending);
    });
  }

  /** Ends what is under way, and lets the file go. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.upload.value = null;
    const state = this.state.value, done = ["published", "stopped", "refused"];
    if (state === null || done.includes(state.stage)) return;
    const isPublishing = state.stage === "publishing";
    const left = await postJson<FileImport>(`${PATH}/${state.id}/cancel`, {}).catch(() => null);
    if (isPublishing && left !== null) this.state.value = left;
  }

  async #do(work: (ending: AbortSignal) => Promise<void>): Promise<void> {
    const { signal: ending } = this.#ending;
    this.problem.value = null;
    try {
      await work(ending);
    } catch (error) {
      if (ending.aborted) return;
      this.upload.value = null;
      this.problem.value = error instanceof RefusedError
        ? error
        : new RefusedError(0, String(error));
    }
  }

  /** By XMLHttpRequest, which tells how far it is. */
  #send(file: File, ending: AbortSignal): Promise<FileImport> {
    const { promise, resolve, reject } = Promise.withResolvers<FileImport>();
    const request = new XMLHttpRequest();
    request.open("POST", `${PATH}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    for (const [name, value] of Object.entries(bearer())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      this.upload.value = { name: file.name, share: total === 0 ? 1 : loaded / total };
    };
    request.onload = () => {
      const { status, response } = request;
      if (status < 400) return resolve(response);
      reject(new RefusedError(status, response?.detail ?? `The service answered ${status}.`));
    };
    request.onerror = () =>
      reject(new RefusedError(0, "The service cannot be reached. Nothing was stored."));
    ending.addEventListener("abort", () => {
      request.abort();
      reject(ending.reason);
    });
    request.send(file);
    return promise;
  }

  /** Asks until the stage is another one. */
  async #follow(stages: readonly string[], ending: AbortSignal): Promise<void> {
    while (stages.includes(this.state.value!.stage)) {
      await pause(LOOK_EVERY_MS);
      ending.throwIfAborted();
      const answer = await fetch(`${PATH}/${this.state.value!.id}`, { signal: ending })
        .catch(() => null); // the service may come back
      ending.throwIfAborted();
      if (answer?.ok) this.state.value = await answer.json();
      else if (answer?.status === 404) {
        throw new RefusedError(404, (await answer.json()).detail);
      }
    }
  }

  /** The consumer is behind the log: waits until all that was sent is counted. */
  async #count(state: FileImport, ending: AbortSignal): Promise<void> {
    const before = state.ledger_before;
    for (;;) {
      const { sources } = await (await fetch("/api/ledger", { signal: ending })).json();
      const now = (sources as (Ledger & { source: string })[])
        .find(({ source }) => source === state.source);
      const gained = (part: keyof LedgerGain) => (now?.[part] ?? 0) - (before?.[part] ?? 0);
      // Excluded rows are counted by one record, whenever that comes.
      if (gained("read") - gained("excluded") >= state.sent) {
        this.gain.value = {
          ...{ read: gained("read"), accepted: gained("accepted") },
          ...{ duplicate: gained("duplicate"), quarantined: gained("quarantined") },
          excluded: gained("excluded"),
        };
        return;
      }
      await pause(LOOK_EVERY_MS);
      ending.throwIfAborted();
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

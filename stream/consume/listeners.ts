// Those who want to hear of something.

/** Calls everyone who listens, in the order in which they began. */
export class Listeners<News> {
  readonly #listeners = new Set<(news: News) => void>();

  /** Calls `listener` from now on, until the function it gives is called. */
  add(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}

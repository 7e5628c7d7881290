// What a handler returns to have its route's component rendered with data.

/** Data for the page component with the status and headers of the answer. */
export class PageResponse<T> {
  readonly data: T;
  readonly status: number | undefined;
  readonly headers: HeadersInit | undefined;

  constructor(data: T, init: { status?: number; headers?: HeadersInit } = {}) {
    this.data = data;
    this.status = init.status;
    this.headers = init.headers;
  }
}

/** Renders the route's component with `data` as `props.data`. */
export function page(): PageResponse<undefined>;
export function page<T>(
  data: T,
  init?: { status?: number; headers?: HeadersInit },
): PageResponse<T>;
export function page<T>(
  data?: T,
  init?: { status?: number; headers?: HeadersInit },
): PageResponse<T | undefined> {
  return new PageResponse(data, init);
}

// The API's settings and limits.

/** Each has a default, which is meant for a service on one machine. */
export interface ApiSettings {
  /** Whether the service listens beyond loopback, where nobody writes while no token is set. */
  readonly isPublic: boolean;
  /** Writing needs it wherever it comes from; null when none is set. */
  readonly token: string | null;
  /** Other origins whose pages may ask and listen; `*` for any. */
  readonly corsOrigins: readonly string[];
  /** Records not yet applied from which on events are refused for a while. */
  readonly maxLagRecords: number;
  /** Bytes of rows taken in and not yet applied, likewise. */
  readonly maxLagBytes: number;
  /** Of a request to write, as it comes and unpacked. */
  readonly maxBodyBytes: number;
  readonly maxRows: number;
  readonly bodyTimeoutMs: number;
  /** Writing requests a second of one client; twice as many at once. */
  readonly writesPerSecond: number;
}

/** The defaults of those settings that have nothing to do with the place. */
export const API_DEFAULTS = {
  isPublic: false,
  token: null,
  corsOrigins: [],
  maxLagRecords: 1_000_000,
  maxLagBytes: 1 << 30,
  maxBodyBytes: 10 << 20,
  maxRows: 200_000,
  bodyTimeoutMs: 30_000,
  writesPerSecond: 2_000,
} as const satisfies Partial<ApiSettings>;

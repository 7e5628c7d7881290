// The part of prom-client that is used here. The package as a whole brings HTTP clients, clusters and digests
// along, which take a tenth of a second to load.

import type * as prometheus from "prom-client";
import counter from "prom-client/lib/counter.js";
import gauge from "prom-client/lib/gauge.js";
import histogram from "prom-client/lib/histogram.js";
import registry from "prom-client/lib/registry.js";

export const Counter = counter as typeof prometheus.Counter;
export const Gauge = gauge as typeof prometheus.Gauge;
export const Histogram = histogram as typeof prometheus.Histogram;
export const Registry = registry as typeof prometheus.Registry;

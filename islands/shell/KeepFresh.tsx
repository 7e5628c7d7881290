// Has the parts of the page that the service renders follow the live stream.

import { useEffect } from "preact/hooks";
import { keepFresh } from "../../client/keep_fresh.ts";

/** Shows nothing. */
export default function KeepFresh() {
  useEffect(keepFresh, []);
  return null;
}

// The door of `fresh/runtime`: what components may import on both sides.

/** Whether this code runs in the browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

// The door of `fresh/runtime`: what components may import on both sides.

export { asset, assetSrcSet, IS_BROWSER } from "./asset.ts";
export { Head } from "./head.ts";

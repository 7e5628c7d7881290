// What pages about quality, quarantine and runs put into the document's head.

import { asset, Head } from "fresh/runtime";

/** The page's title and the styles of these pages. */
export function TrustHead({ title }: { readonly title: string }) {
  return (
    <Head>
      <title key="title">{title} · Playhead</title>
      <link key="trust" rel="stylesheet" href={asset("/trust.css")} />
    </Head>
  );
}

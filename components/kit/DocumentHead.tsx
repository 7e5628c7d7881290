// What a page puts into the document's head.

import { asset, Head } from "fresh/runtime";

/** The page's title, and the style sheets of `static/` that it needs beside that of every page. */
export function DocumentHead({ title, styles }: {
  readonly title: string;
  readonly styles: readonly string[];
}) {
  return (
    <Head>
      <title key="title">{title} · Playhead</title>
      {styles.map((name) => <link key={name} rel="stylesheet" href={asset(`/${name}.css`)} />)}
    </Head>
  );
}

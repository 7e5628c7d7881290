// What pages about shows, users, sittings and retention put into the document's head.

import { Head } from "fresh/runtime";
import { asset } from "fresh/runtime";

/** The page's title and the styles of these pages. */
export function PeopleHead({ title }: { readonly title: string }) {
  return (
    <Head>
      <title key="title">{title} · Playhead</title>
      <link key="people" rel="stylesheet" href={asset("/people.css")} />
    </Head>
  );
}

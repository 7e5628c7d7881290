// The document around every page.

import type { PageProps } from "fresh";
import { asset } from "fresh/runtime";

export default function Document({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <title>Playhead</title>
        <link rel="icon" href={asset("/icon.svg")} />
        <link rel="stylesheet" href={asset("/playhead.css")} />
        <script src={asset("/theme.js")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}

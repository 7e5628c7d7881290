// Saves the chart of the panel that it stands in as a picture; the layout's island does the work.

/** Not shown without a script. */
export function PngButton({ what }: {
  /** What the picture shows, for those who hear the button alone. */
  readonly what: string;
}) {
  return (
    <button
      type="button"
      class="as-link needs-script"
      data-export="png"
      aria-label={`${what} as PNG`}
    >
      PNG
    </button>
  );
}

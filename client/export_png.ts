// A panel's chart as a picture: its SVG with the styles it has on the page, drawn larger on a canvas.

/// <reference lib="dom" />

/** Pixels of the picture for each of the page. */
const SCALE = 2;
const MARGIN = 24;
/** What makes a chart look as it does. */
const STYLES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"],
  ...["stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "visibility"],
  ...["display", "text-anchor", "font-variant-numeric"],
];

/** What a panel's picture is made of, in pixels of the page. */
export interface Picture {
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

/**
 * The panel's title, note and charts, where they stand on the page.
 *
 * @throws {Error} the panel holds no chart
 */
export function drawPicture(panel: Element): Picture {
  const charts = [...panel.querySelectorAll("svg")].filter(isOutermost).filter(isShown);
  if (charts.length === 0) throw new Error("Cannot save a picture as the panel holds no chart");
  const texts = [...panel.querySelectorAll("h2, .card-note, .key-line")].filter(isShown);
  const boxes = [...charts, ...texts].map((part) => part.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)) - MARGIN;
  const top = Math.min(...boxes.map((box) => box.top)) - MARGIN;
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) - left + MARGIN);
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) - top + MARGIN);
  const markup = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" fill="${backgroundOf(panel)}"/>`,
    ...texts.map((text) => textMarkup(text, left, top)),
    ...charts.map((chart) => chartMarkup(chart, left, top)),
    "</svg>",
  ];
  return { markup: markup.join(""), width, height };
}

/** Saves the panel's picture as a file named by its title. */
export async function exportPng(panel: Element): Promise<void> {
  const { markup, width, height } = drawPicture(panel);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext("2d")!;
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error(`Cannot save a picture of ${width} × ${height} pixels`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${fileNameOf(panel.querySelector("h2")?.textContent ?? "chart")}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function isOutermost(chart: Element): boolean {
  return chart.parentElement?.closest("svg") === null;
}

function isShown(part: Element): boolean {
  const { width, height } = part.getBoundingClientRect();
  return width > 0 && height > 0 && part.closest("button, summary") === null;
}

/** The first colour behind the panel that can be seen. */
function backgroundOf(panel: Element): string {
  for (let at: Element | null = panel; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}

/** Each piece of text by itself, where it stands. */
function textMarkup(text: Element, left: number, top: number): string {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), lines: string[] = [];
  while (walker.nextNode() !== null) {
    const node = walker.currentNode, parent = node.parentElement!;
    const words = (node.textContent ?? "").replace(/\s+/g, " ");
    if (words.trim() === "" || parent.closest("svg") !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect(), style = getComputedStyle(parent);
    const line = document.createElementNS("http://www.w3.org/2000/svg", "text");
    line.setAttribute("x", String(box.left - left));
    line.setAttribute("y", String(box.top - top + box.height * 0.78));
    line.setAttribute("fill", style.color);
    for (const name of ["font-family", "font-size", "font-weight"]) {
      line.setAttribute(name, style.getPropertyValue(name));
    }
    line.setAttribute("xml:space", "preserve"); // a space before the words is part of their place
    line.textContent = words;
    lines.push(new XMLSerializer().serializeToString(line));
  }
  return lines.join("");
}

function chartMarkup(chart: SVGElement, left: number, top: number): string {
  const copy = chart.cloneNode(true) as SVGElement, box = chart.getBoundingClientRect();
  const originals = [chart, ...chart.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((part, i) => copyStyle(originals[i]!, part));
  for (const hidden of copy.querySelectorAll('.place, title, [visibility="hidden"]')) {
    hidden.remove();
  }
  copy.setAttribute("x", String(box.left - left));
  copy.setAttribute("y", String(box.top - top));
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}

function copyStyle(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) to.setAttribute(name, style.getPropertyValue(name));
}

/** `Audience over time` → `audience-over-time`. */
export function fileNameOf(title: string): string {
  const name = title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-");
  return name.replace(/^-+|-+$/g, "") || "chart";
}

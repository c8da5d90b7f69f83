import * as dagre from "@dagrejs/dagre";
import { changeWords } from "../content";
import { escapeHtml, plain } from "../escape";
import { columns, type PictureGraph, type PictureNode } from "./picture-graph";

interface Placement {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is used of the library: Node's way to resolve modules does not find its own types. */
interface LayeredGraph {
  setGraph(options: { rankdir: "LR"; nodesep: number; ranksep: number; marginx: number; marginy: number }): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(id: string, size: { width: number; height: number }): void;
  setEdge(from: string, to: string): void;
  node(id: string): Placement;
  graph(): { width?: number; height?: number };
}
const { Graph, layout } = dagre as unknown as { Graph: new () => LayeredGraph; layout: (graph: LayeredGraph) => void };

const line = 17;
const most = 30;
const margin = 12;
const headHeight = 28;

type Placed = PictureNode & Placement;

/** The picture as SVG, laid out from left to right. Looks and colours come from the page's style sheet: no attribute holds a style. */
export function drawPicture({ nodes, edges }: PictureGraph, id: string, label: string, description: string): string {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 56, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, sizeOf(node));
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const placed = new Map(nodes.map((node): [string, Placed] => [node.id, { ...node, ...graph.node(node.id) }]));
  const { width = 0, height = 0 } = graph.graph();
  const size = { width: Math.ceil(width), height: Math.ceil(height) + headHeight };
  return [
    `<svg class="picture" role="img" aria-labelledby="${id}-title ${id}-text" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
    `<title id="${id}-title">${escapeHtml(label)}</title><desc id="${id}-text">${escapeHtml(description)}</desc>`,
    heads([...placed.values()]),
    `<g transform="translate(0 ${headHeight})">`,
    ...edges.map(({ from, to, change }) => {
      const [one, other] = [placed.get(from), placed.get(to)];
      return one && other ? `<path class="edge ${change}" d="${curve(one, other)}"/>` : "";
    }),
    ...[...placed.values()].map(drawNode),
    "</g></svg>",
  ].join("");
}

function sizeOf({ label, note, change }: PictureNode): { width: number; height: number } {
  const longest = Math.max(shortened(label).length + (change === "kept" ? 0 : 2), shortened(note ?? "").length);
  return { width: Math.max(90, Math.ceil(longest * 7.9) + 18), height: (note === undefined ? 1 : 2) * line + 12 };
}

/** Over each column what it holds, where its nodes begin. */
function heads(nodes: readonly Placed[]): string {
  return columns
    .flatMap((column) => {
      const lefts = nodes.filter((each) => each.column === column).map(({ x, width }) => x - width / 2);
      return lefts.length === 0 ? [] : [`<text class="head" x="${round(Math.min(...lefts))}" y="18">${column}</text>`];
    })
    .join("");
}

function drawNode({ x, y, width, height, label, note, change, risk, column }: Placed): string {
  const [left, top] = [round(x - width / 2), round(y - height / 2)];
  const sign = { added: "+ ", removed: "− ", changed: "~ ", kept: "" }[change];
  const texts = [label, ...(note === undefined ? [] : [note])];
  const isWhole = texts.every((each) => shortened(each) === plain(each));
  return [
    `<g class="node ${column} ${change}${risk === undefined ? "" : ` risk-${risk}`}">`,
    isWhole ? "" : `<title>${escapeHtml(`${texts.join(", ")} (${changeWords[change]})`)}</title>`,
    `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="6"/>`,
    `<text x="${round(left + 9)}" y="${round(top + line + 1)}">${escapeHtml(sign + shortened(label))}</text>`,
    note === undefined
      ? ""
      : `<text class="note" x="${round(left + 9)}" y="${round(top + 2 * line)}">${escapeHtml(shortened(note))}</text>`,
    "</g>",
  ].join("");
}

function curve(from: Placed, to: Placed): string {
  const [startX, endX] = [round(from.x + from.width / 2), round(to.x - to.width / 2)];
  const middle = round((startX + endX) / 2);
  return `M${startX} ${round(from.y)}C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${endX} ${round(to.y)}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** By whole characters; the title of the node has all of it. */
function shortened(text: string): string {
  const characters = [...plain(text)];
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}

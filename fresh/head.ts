// deno-lint-ignore-file no-explicit-any -- elements of any kind pass through here
import { Fragment, h, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { InHead } from "./in_head.ts";
import { rendering, type RenderState } from "./render_state.ts";

const HEAD_ELEMENTS = new Set([
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
]);

/** Elements that a stand-in has made: they are where they belong. */
const placed = new WeakSet<VNode>();

/**
 * Lets an element that may stand in a head find its place: inside `<Head>` it is kept for
 * later; elsewhere it gives way to a kept one of the same identity.
 */
export function placeHeadElement(vnode: VNode<any>, state: RenderState): void {
  if (!HEAD_ELEMENTS.has(vnode.type as string) || placed.has(vnode)) return;
  vnode.type = placerOf(vnode, state);
}

/** A component that stands in for the element until it is rendered and its place is known. */
function placerOf(vnode: VNode<any>, state: RenderState) {
  const type = vnode.type as string;
  const identity = identityOf(vnode);
  const key = vnode.key;

  return function HeadElement(props: Record<string, unknown>) {
    const isInHead = useContext(InHead);
    const element = h(type, key ? { ...props, "data-key": key } : props);
    placed.add(element);
    if (isInHead) {
      state.head.set(identity, element);
      return null;
    }
    const kept = state.head.get(identity);
    state.head.delete(identity);
    return kept ?? element;
  };
}

/** Two elements with the same identity stand for the same thing; the one from `<Head>` wins. */
function identityOf(vnode: VNode<any>): string {
  if (vnode.key) return String(vnode.key);
  if (vnode.type === "title") return "title";
  const ignored = ["children", "nonce", "ref"];
  if (vnode.type === "meta") ignored.push("content");
  if (vnode.type === "link") ignored.push("href");
  const attributes = Object.entries<any>(vnode.props)
    .filter(([name]) => !ignored.includes(name))
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, value]) => name === "dangerouslySetInnerHTML" ? value.__html : `::${value}`);
  return [vnode.type, ...attributes].join("");
}

/** The end of the document's head: what `<Head>` brought and nothing has given way to. */
export function RemainingHead(): VNode | null {
  const state = rendering();
  if (state === null || state.head.size === 0) return null;
  return h(Fragment, null, [...state.head.values()]);
}

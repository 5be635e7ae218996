// deno-lint-ignore-file no-explicit-any -- islands have props of any type
import { computed, signal } from "@preact/signals";
import { parse } from "devalue";
import { type ComponentType, Fragment, h, options, render, type VNode } from "preact";
import { keyPictures } from "./assets.ts";

/** Brings the islands of a document to life; the document's last script calls it. */
export function boot(
  components: Record<string, ComponentType<any>>,
  serialised: string,
): void {
  const previous = options.vnode;
  options.vnode = (vnode) => {
    keyPictures(vnode);
    previous?.(vnode);
  };

  const page: Page = {
    components,
    props: parse(serialised, {
      Signal: ([value]: [unknown]) => signal(value),
      Computed: ([value]: [unknown]) => computed(() => value),
      Slot: ({ id, name }: { id: number; name: string }) => new SlotRef(id, name),
    }),
  };
  for (const island of outermostIslands(document.body)) {
    if (island.start.parentNode !== island.end.parentNode) {
      console.error(
        `The browser moved parts of island ${island.name}: its HTML is nested wrongly`,
      );
      continue;
    }
    const props = propsOf(island, page);
    removeComments(island);
    render(
      h(components[island.name], props),
      rootBetween(island.start, island.end),
    );
  }
}

interface Page {
  components: Record<string, ComponentType<any>>;
  props: Record<string, unknown>[];
}

/** Stands in an island's props for JSX that is in the document. */
class SlotRef {
  constructor(readonly id: number, readonly name: string) {}
}

interface IslandRange {
  name: string;
  index: number;
  key: string;
  start: Comment;
  end: Comment;
}

/** The island that a comment begins, or null for any other comment. */
function islandAt(start: Comment): IslandRange | null {
  const [frsh, kind, name, index, key] = start.data.split(":");
  if (frsh !== "frsh" || kind !== "island") return null;
  return {
    name,
    index: Number(index),
    key,
    start,
    end: closing(start, "island"),
  };
}

function comments(root: Node, from: Node = root): TreeWalker {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  walker.currentNode = from;
  return walker;
}

/** The comment that closes what `start` opens. */
function closing(start: Comment, kind: "island" | "slot"): Comment {
  const walker = comments(start.getRootNode(), start);
  for (let depth = 1; depth > 0;) {
    const comment = walker.nextNode() as Comment | null;
    if (comment === null) throw new Error(`Nothing closes ${start.data}`);
    if (comment.data.startsWith(`frsh:${kind}:`)) depth++;
    if (comment.data === `/frsh:${kind}`) depth--;
  }
  return walker.currentNode as Comment;
}

/** Islands that lie in another's slot are brought to life with that one. */
function outermostIslands(body: HTMLElement): IslandRange[] {
  const found: IslandRange[] = [];
  const walker = comments(body);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const island = islandAt(node as Comment);
    if (island === null) continue;
    found.push(island);
    walker.currentNode = island.end;
  }
  return found;
}

/** The island's props, with the document's content in place of references to it. */
function propsOf(island: IslandRange, page: Page): Record<string, unknown> {
  const props = { ...page.props[island.index] };
  for (const [name, value] of Object.entries(props)) {
    if (value instanceof SlotRef) {
      props[name] = h(Fragment, null, ...slotContent(value, page));
    }
  }
  return props;
}

function slotContent(
  { id, name }: SlotRef,
  page: Page,
): (VNode<any> | string)[] {
  const walker = comments(document.body);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const start = node as Comment;
    if (start.data !== `frsh:slot:${id}:${name}`) continue;
    return toVNodes(start.nextSibling, closing(start, "slot"), page);
  }
  const template = document.getElementById(`frsh-${id}-${name}`);
  if (!(template instanceof HTMLTemplateElement)) return [];
  return toVNodes(template.content.firstChild, null, page);
}

/** Elements for what stands in the document from `node` up to `end`. */
function toVNodes(
  node: Node | null,
  end: Node | null,
  page: Page,
): (VNode<any> | string)[] {
  const made: (VNode<any> | string)[] = [];
  for (; node !== null && node !== end; node = node.nextSibling) {
    if (node instanceof Text) made.push(node.data);
    else if (node instanceof Element) {
      const children = toVNodes(node.firstChild, null, page);
      made.push(
        h(node.localName, attributesOf(node), ...children) as VNode<any>,
      );
    } else if (node instanceof Comment) {
      const island = islandAt(node);
      if (island === null) continue;
      const { name, key } = island;
      made.push(
        h(page.components[name], {
          ...propsOf(island, page),
          key: key || undefined,
        }),
      );
      node = island.end;
    }
  }
  return made;
}

function attributesOf(element: Element): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    // An attribute such as `disabled` is true by being there.
    const isFlag = typeof (element as any)[name] === "boolean";
    props[name] = isFlag ? true : value;
  }
  return props;
}

/** With a comment between two nodes Preact would move them: a field loses its focus by that. */
function removeComments({ start, end }: IslandRange): void {
  const walker = comments(start.getRootNode(), start);
  const inner: Comment[] = [];
  for (
    let node = walker.nextNode();
    node !== null && node !== end;
    node = walker.nextNode()
  ) {
    inner.push(node as Comment);
  }
  for (const comment of inner) comment.remove();
}

/**
 * What Preact takes for a parent element, covering only the nodes between two comments: islands
 * can be neighbours in one real parent.
 */
function rootBetween(start: Comment, end: Comment): HTMLElement {
  const parent = start.parentNode!;
  const children = () => {
    const nodes: ChildNode[] = [];
    for (
      let node = start.nextSibling;
      node !== null && node !== end;
      node = node.nextSibling
    ) {
      nodes.push(node);
    }
    return nodes;
  };
  const root = {
    nodeType: Node.ELEMENT_NODE,
    parentNode: parent,
    nextSibling: null,
    get firstChild() {
      return children()[0] ?? null;
    },
    get childNodes() {
      return children();
    },
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
    contains: (node: Node | null) => children().some((child) => child.contains(node)),
  };
  return root as unknown as HTMLElement;
}

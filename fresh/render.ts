// deno-lint-ignore-file no-explicit-any -- Preact's inner hooks have no public types
import {
  type ComponentChildren,
  type ComponentType,
  Fragment,
  h,
  options,
  type VNode,
} from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { markActiveLink } from "./active_links.ts";
import { keyPictures } from "./assets.ts";
import type { ClientBuild } from "./client_build.ts";
import { placeHeadElement, RemainingHead } from "./head.ts";
import { IslandScripts, surroundIsland } from "./islands.ts";
import { rendering, renderingWith, type RenderState } from "./render_state.ts";

/** Preact's hooks under the names that its build gives them. */
const hooks = options as {
  /** After an element was made. */
  vnode?: (vnode: VNode<any>) => void;
  /** Before an element is rendered. */
  __b?: (vnode: VNode<any>) => void;
};

const previousVnode = hooks.vnode;
hooks.vnode = (vnode) => {
  const state = rendering();
  if (vnode.type === "a" && state !== null) markActiveLink(vnode, state.url);
  if ((vnode.type === "script" || vnode.type === "style") && state !== null) {
    vnode.props.nonce ||= state.nonce;
  }
  if (vnode.type === "body") append(vnode, h(IslandScripts, {}));
  keyPictures(vnode);
  previousVnode?.(vnode);
};

const previousBefore = hooks.__b;
hooks.__b = (vnode) => {
  const state = rendering();
  if (state !== null && typeof vnode.type === "function") {
    const island = state.build.islands.get(vnode.type as ComponentType);
    if (island !== undefined) surroundIsland(vnode, island, state);
  } else if (state !== null && typeof vnode.type === "string") {
    if (["html", "head", "body"].includes(vnode.type)) {
      state.frame.add(vnode.type);
    }
    if (vnode.type === "head") append(vnode, h(RemainingHead, {}));
    placeHeadElement(vnode, state);
  }
  previousBefore?.(vnode);
};

function append(vnode: VNode<any>, last: VNode<any>): void {
  const before = vnode.props.children as ComponentChildren;
  vnode.props.children = Array.isArray(before) ? [...before, last] : [before, last];
}

/** A rendered document. */
export interface Document {
  html: string;
  nonce: string;
  /** Value of a `Link` header for the scripts of its islands; empty when it has none. */
  preload: string;
}

/** What {@linkcode renderDocument} makes a document of. */
export interface DocumentParts {
  page: VNode<any> | null;
  /** Is expected to show what `place` was given. */
  wrapper: VNode<any> | null;
  /** Takes the page once it is HTML. */
  place: (html: VNode) => void;
  /** Of the request. */
  url: URL;
  build: ClientBuild;
}

/** Renders the page and then the wrapper. A missing html, head or body element is added. */
export function renderDocument({ page, wrapper, place, url, build }: DocumentParts): Document {
  const state: RenderState = {
    build,
    url,
    nonce: crypto.randomUUID().replaceAll("-", ""),
    islands: new Set(),
    props: [],
    slots: [],
    head: new Map(),
    frame: new Set(),
  };
  const html = renderingWith(state, () => {
    let content = renderToString(page ?? h(Fragment, null));
    if (wrapper !== null) {
      place(raw(content));
      content = renderToString(wrapper);
    }
    return withFrame(content, state.frame);
  });
  return { html: `<!DOCTYPE html>${html}`, nonce: state.nonce, preload: preloadOf(state) };
}

function withFrame(content: string, frame: Set<string>): string {
  if (frame.size === 3) return content;
  let document = raw(content);
  if (!frame.has("body")) document = h("body", null, document);
  if (!frame.has("head")) {
    const head = h("head", null, h("meta", { charset: "utf-8" }));
    document = h(Fragment, null, head, document);
  }
  if (!frame.has("html")) document = h("html", null, document);
  return renderToString(document);
}

function raw(html: string): VNode {
  return jsxTemplate([html]) as VNode;
}

function preloadOf(state: RenderState): string {
  if (state.islands.size === 0) return "";
  return [state.build.clientEntry, ...[...state.islands].map(({ file }) => file)]
    .map((path) => `<${encodeURI(path)}>; rel="modulepreload"; as="script"`)
    .join(", ");
}

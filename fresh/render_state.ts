import type { VNode } from "preact";
import type { ClientBuild, Island } from "./client_build.ts";

/** What is gathered while one document is rendered. */
export interface RenderState {
  readonly build: ClientBuild;
  readonly url: URL;
  readonly nonce: string;
  /** The islands met so far. */
  readonly islands: Set<Island>;
  /** Props of each island's root, in the order of the document. */
  readonly props: Record<string, unknown>[];
  /** JSX that islands got as props; null once the island has shown it. */
  readonly slots: ({ name: string; vnode: unknown } | null)[];
  /** Elements from `<Head>` that are not in the document yet, by what they replace. */
  readonly head: Map<string, VNode>;
  /** The parts of the document's frame that the application rendered itself. */
  readonly frame: Set<string>;
}

let current: RenderState | null = null;

/** The document being rendered. Rendering is synchronous, so there is one at most. */
export function rendering(): RenderState | null {
  return current;
}

/** Runs `render` with `state` as the document being rendered. */
export function renderingWith<T>(state: RenderState, render: () => T): T {
  current = state;
  try {
    return render();
  } finally {
    current = null;
  }
}

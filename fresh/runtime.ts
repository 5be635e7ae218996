import { type ComponentChildren, h } from "preact";
import { asset as assetOf } from "./assets.ts";
import { InHead } from "./in_head.ts";

export { HttpError } from "./error.ts";

/** Whether this code runs in a browser. */
export const IS_BROWSER = typeof document !== "undefined";

/** The URL of a static file, made cacheable for ever by a key that changes with the build. */
export function asset(path: string): string {
  return assetOf(path);
}

/**
 * Puts its children into the document's `<head>`. A title, or a meta or link element with the
 * same attributes apart from `content` or `href`, replaces the one of the app wrapper.
 */
export function Head(props: { children?: ComponentChildren }): ComponentChildren {
  return h(InHead.Provider, { value: true }, props.children);
}

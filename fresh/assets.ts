import type { VNode } from "preact";
import { BUILD_ID, CACHE_KEY } from "./build_id.ts";

/** A local path with the build's key: the file behind it may then be cached for ever. */
export function asset(path: string, buildId: string = BUILD_ID): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const url = new URL(path, "http://localhost");
  if (url.searchParams.has(CACHE_KEY)) return path;
  url.searchParams.set(CACHE_KEY, buildId);
  return url.pathname + url.search + url.hash;
}

/** The same for each URL of a `srcset`; values with functions in them are left alone. */
function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset;
  return srcset.replace(/(^|,\s*)(\/[^\s,]+)/g, (_, before, path) => before + asset(path));
}

/** Gives `src` and `srcset` of pictures the build's key. */
export function keyPictures(vnode: VNode): void {
  if (vnode.type !== "img" && vnode.type !== "source") return;
  const props = vnode.props as { src?: unknown; srcset?: unknown };
  if (typeof props.src === "string") props.src = asset(props.src);
  if (typeof props.srcset === "string") props.srcset = assetSrcSet(props.srcset);
}

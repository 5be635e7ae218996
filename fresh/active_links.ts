import type { VNode } from "preact";

/**
 * Marks a local link that leads to the page being rendered (`aria-current="page"`) or to one
 * above it in the path (`aria-current="true"`), unless the link says so itself.
 */
export function markActiveLink(link: VNode, page: URL): void {
  const props = link.props as Record<string, unknown>;
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/")) return;
  if (props["aria-current"] !== undefined) return;

  const target = new URL(href, "http://localhost");
  const path = withoutSlash(target.pathname);
  const here = withoutSlash(page.pathname);
  if (here === path && (target.search === "" || target.search === page.search)) {
    props["data-current"] = "true";
    props["aria-current"] = "page";
  } else if (here === path || path === "/" || here.startsWith(path + "/")) {
    props["data-ancestor"] = "true";
    props["aria-current"] = "true";
  }
}

function withoutSlash(pathname: string): string {
  return pathname === "/" ? pathname : pathname.replace(/\/$/, "");
}

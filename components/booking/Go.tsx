import type { ComponentChildren } from "preact";

/** A way to another page of the link. */
export function Go(
  { href, class: className, current = false, onOpen, children }: {
    href: string;
    class: string;
    current?: boolean;
    onOpen?: (event: MouseEvent, href: string) => void;
    children: ComponentChildren;
  },
) {
  return (
    // Fresh marks a link to the page's own path as current. All steps have one path, so each link says
    // for itself whether it is.
    <a
      class={className}
      href={href}
      aria-current={current ? "true" : "false"}
      onClick={onOpen && ((event) => onOpen(event, href))}
    >
      {children}
    </a>
  );
}

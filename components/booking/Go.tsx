import type { ComponentChildren } from "preact";
import type { Details } from "@/lib/booking/link.ts";

/**
 * A way to another page of the link. It is a link, or, once something was typed, a button that
 * takes along what was typed: addresses are no place for a phone number.
 */
export function Go(
  { href, kept = null, class: className, current = false, onOpen, children }: {
    href: string;
    kept?: Details | null;
    class: string;
    current?: boolean;
    onOpen?: (event: MouseEvent, href: string) => void;
    children: ComponentChildren;
  },
) {
  // Fresh marks a link to the page's own path as current. All steps have one path, so each link says
  // for itself whether it is.
  const ariaCurrent = current ? "true" : "false";
  if (kept === null) {
    return (
      <a
        class={className}
        href={href}
        aria-current={ariaCurrent}
        onClick={onOpen && ((event) => onOpen(event, href))}
      >
        {children}
      </a>
    );
  }
  return (
    <form method="post" action={href}>
      <input type="hidden" name="action" value="look" />
      <KeptDetails details={kept} />
      <button type="submit" class={className} aria-current={ariaCurrent}>{children}</button>
    </form>
  );
}

/** What was typed, unseen in a form. */
export function KeptDetails({ details }: { details: Details }) {
  return (
    <>
      <input type="hidden" name="phone" value={details.phone} />
      <input type="hidden" name="access_notes" value={details.notes} />
    </>
  );
}

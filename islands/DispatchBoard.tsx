import { useEffect, useRef } from "preact/hooks";
import { attach } from "@/lib/board/hand/attach.ts";

/**
 * Brings the board to life: its cards can be picked up by mouse, finger and keys, forms and links change the board
 * without loading the page again, and what others change is shown. The board itself is the server's.
 */
export default function DispatchBoard() {
  const says = useRef<HTMLParagraphElement>(null);
  useEffect(() => attach((text) => says.current!.textContent = text), []);
  return <p class="unseen" role="status" ref={says} />;
}

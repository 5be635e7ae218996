import { useEffect } from "preact/hooks";

/**
 * Has the browser take a page that answered a form for one that was asked for: reloading it, or coming back to
 * it, sends nothing again.
 */
export default function SentOnce() {
  useEffect(() => history.replaceState(history.state, "", location.href), []);
  return null;
}

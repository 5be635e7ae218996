import { useEffect, useState } from "preact/hooks";

/**
 * Opens the browser's print dialog. Until it can, and where no script runs, it holds its place unseen.
 *
 * @param atOnce opens the dialog by itself as well; without a script the page then says how to print
 */
export default function PrintButton(
  { label, atOnce = false }: { label: string; atOnce?: boolean },
) {
  const [works, setWorks] = useState(false);
  useEffect(() => {
    setWorks(true);
    if (atOnce) document.fonts.ready.then(() => print());
  }, []);
  if (!works && atOnce) return <p>Print this page with your browser.</p>;
  return (
    <button
      type="button"
      class={works ? "second on-screen" : "second on-screen not-yet"}
      onClick={() => print()}
    >
      {label}
    </button>
  );
}

import { useEffect, useState } from "preact/hooks";

/** Opens the browser's print dialog once the page is there, and again when it is pressed. */
export default function PrintButton() {
  const [works, setWorks] = useState(false);
  useEffect(() => {
    setWorks(true);
    document.fonts.ready.then(() => print());
  }, []);
  if (!works) return <p>Print this page with your browser.</p>;
  return <button type="button" onClick={() => print()}>Print</button>;
}

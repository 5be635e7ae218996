/** The way to the form that takes a link which did not open. */
export function PasteLink() {
  return (
    <p>
      <a class="button" href="/#link">Paste your link here</a>
    </p>
  );
}

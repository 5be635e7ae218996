/** For who came to no page of theirs: how they get there from an e-mail or a letter. */
export function WaysToLink() {
  return (
    <p class="actions">
      <a class="button" href="/#link">Paste the link from an e-mail</a>
      <a class="button second" href="/go">Type the code from a letter</a>
    </p>
  );
}

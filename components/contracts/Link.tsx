/** The client's link, once: it is on no page that is merely looked at. */
export function Link({ url, name }: { url: string; name: string }) {
  return (
    <section class="notice" role="status" aria-labelledby="link-shown">
      <h2 id="link-shown">The private link of {name}</h2>
      <p>
        <input
          class="link-shown"
          value={url}
          readOnly
          aria-labelledby="link-shown"
          autofocus
        />
      </p>
      <p>
        Whoever holds it can book and cancel for{" "}
        {name}. That you asked for it is on record; it is not shown again when you leave this page.
      </p>
    </section>
  );
}

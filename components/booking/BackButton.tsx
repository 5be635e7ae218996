/** A way out of the form that it stands in, which takes along what was typed. */
export function BackButton({ href, children }: { href: string; children: string }) {
  return (
    <p>
      <button
        type="submit"
        class="quiet"
        name="instead"
        value="look"
        formaction={href}
        formNoValidate
      >
        {children}
      </button>
    </p>
  );
}

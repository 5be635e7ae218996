/**
 * What a report lacks, where no server can say it before the client has gone: answers of the page itself, and who
 * signs. Null where it can go.
 */
export function gapOf(form: HTMLFormElement): { at: HTMLElement; text: string } | null {
  const line = [...form.querySelectorAll<HTMLElement>("fieldset.line")]
    .find((each) => !each.querySelector(".switch input:checked"));
  if (line) {
    const [number] = line.querySelector("legend")!.textContent!.trim().split(".");
    return { at: line, text: `Line ${number} has no answer yet: pass, fail or n.a.` };
  }
  const at = form.querySelector<HTMLElement>("#signature");
  if (at === null || at.closest("[hidden]")) return null;
  const said = new FormData(form);
  const text = signatureGap((name) => String(said.get(name) ?? "").trim());
  const isAsked = said.has("method") || at.hasAttribute("data-needed");
  return text !== null && isAsked ? { at, text } : null;
}

/** What is missing of a signature; null where it is whole. */
export function signatureGap(said: (name: string) => string): string | null {
  switch (said("method")) {
    case "typed":
      return said("signer") ? null : "Please type the name of who signs.";
    case "drawn":
      return !said("png")
        ? "Nothing is drawn yet. Please have it signed."
        : said("signer")
        ? null
        : "Please type the name of who signs.";
    case "unable":
      return said("why") ? null : "Please say why they can't sign.";
    default:
      return "A signature is missing. Please have it signed, or say why they can't.";
  }
}

/** An element with attributes and content, for pages that a script completes. Text is text. */
export function element(
  name: string,
  attributes: Record<string, string> = {},
  ...content: (Node | string | null)[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, value);
  made.append(...content.filter((each) => each !== null));
  return made;
}

/** Room for one more of what a form asks for row by row. Runs in browsers. */

/** The rows of forms that grow. */
export const ROWS = "fieldset.part, fieldset.quote-line";

/**
 * Puts an empty row behind the last one, which is numbered: "Part 3" in its legend, "part-3-name" in the ids of its fields.
 * Returns it.
 */
export function addRow(last: HTMLElement): HTMLElement {
  const row = last.cloneNode(true) as HTMLElement;
  const legend = row.querySelector("legend")!;
  const number = Number(/\d+/.exec(legend.textContent!)![0]);
  legend.textContent = legend.textContent!.replace(/\d+/, String(number + 1));
  for (const part of row.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(`-${number}-`, `-${number + 1}-`));
    }
  }
  // A button that is about its row names it.
  for (const button of row.querySelectorAll<HTMLButtonElement>("button[value]")) {
    button.value = button.value.replace(`:${number}`, `:${number + 1}`);
  }
  for (const field of row.querySelectorAll("input")) {
    for (const name of ["value", "autofocus", "aria-invalid", "aria-describedby"]) {
      field.removeAttribute(name);
    }
    field.value = "";
  }
  last.after(row);
  return row;
}

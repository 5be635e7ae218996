import { addRow, ROWS } from "@/lib/web/more_rows.ts";

/**
 * The button for more rows of a form. With a script there is one more at once, also where there is no signal; without one the
 * form is sent, and comes back with room.
 */
export default function MoreRows({ look, name, value, children }: {
  look: string;
  name: string;
  value: string;
  children: string;
}) {
  const add = (event: MouseEvent) => {
    const form = (event.currentTarget as HTMLButtonElement).form!;
    const last = [...form.querySelectorAll<HTMLElement>(ROWS)].at(-1);
    if (last === undefined) return;
    event.preventDefault();
    addRow(last).querySelector<HTMLElement>("input:not([type=hidden])")!.focus();
  };
  return (
    <button type="submit" class={look} name={name} value={value} onClick={add}>
      {children}
    </button>
  );
}

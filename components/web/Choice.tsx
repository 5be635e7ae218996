import type { ComponentChildren } from "preact";

/** A big radio; what follows from it (`children`) shows when it is chosen, before anything is sent. */
export function Choice({ name, value, label, isChosen, required, children }: {
  name: string;
  value: string;
  label: ComponentChildren;
  isChosen: boolean;
  required?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class="choice">
      <label>
        <input type="radio" name={name} value={value} checked={isChosen} required={required} />
        <span>{label}</span>
      </label>
      {children && <div class="then">{children}</div>}
    </div>
  );
}

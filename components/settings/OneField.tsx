import type { ComponentChildren } from "preact";
import type { Kind } from "@/lib/settings/values.ts";

/** A field of a form that changes a row, by what kind of value it holds. */
export interface OneFieldProps {
  id: string;
  name: string;
  kind: Kind;
  label: string;
  value: string;
  /** What it does. */
  says?: ComponentChildren;
  unit?: string;
  /** What it is now, where something else is typed. */
  was?: string;
  complaint?: string;
  options?: Record<string, string>;
  most?: number;
}

const TYPES: Partial<Record<Kind, string>> = { time: "time", day: "date", colour: "color" };
const NUMERIC: Kind[] = ["number", "amount", "percent"];

export function OneField(props: OneFieldProps) {
  return props.kind === "switch" ? <Switch {...props} /> : <Entry {...props} />;
}

/** The ids of what describes a field, as readers are told of them. */
function described({ id, says, was, complaint }: OneFieldProps): string | undefined {
  const ids = [complaint && `${id}-complaint`, was && `${id}-was`, says && `${id}-says`];
  return ids.filter(Boolean).join(" ") || undefined;
}

function Said({ id, says, was, complaint }: OneFieldProps) {
  return (
    <>
      {complaint && <p class="complaint" id={`${id}-complaint`}>{complaint}</p>}
      {was && <small class="was" id={`${id}-was`}>was {was}</small>}
      {says && <small id={`${id}-says`}>{says}</small>}
    </>
  );
}

function Entry(props: OneFieldProps) {
  const { id, name, kind, label, value, unit, was, complaint, options, most } = props;
  const common = {
    id,
    name,
    "aria-describedby": described(props),
    "aria-invalid": complaint ? true : undefined,
  };
  return (
    <div class={`field kind-${kind}${was ? " changed" : ""}`}>
      <label for={id}>{label}{unit && <span class="unit">, {unit}</span>}</label>
      {options === undefined
        ? (
          <input
            value={value}
            type={TYPES[kind]}
            inputMode={NUMERIC.includes(kind) ? "decimal" : undefined}
            maxLength={NUMERIC.includes(kind) ? 12 : most}
            autocomplete="off"
            {...common}
          />
        )
        : (
          <select {...common}>
            {Object.entries(options).map(([each, text]) => (
              <option key={each} value={each} selected={each === value}>{text}</option>
            ))}
          </select>
        )}
      <Said {...props} />
    </div>
  );
}

function Switch(props: OneFieldProps) {
  const { id, name, label, value, was } = props;
  return (
    <div class={`field kind-switch${was ? " changed" : ""}`}>
      <label class="check">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          checked={value === "yes"}
          aria-describedby={described(props)}
        />
        <span>{label}</span>
      </label>
      <Said {...props} />
    </div>
  );
}

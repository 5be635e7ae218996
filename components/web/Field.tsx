/** A labelled text field with its hint and, where something is to be corrected, what and how. */
export function Field(
  { name, label, hint, complaint, value, lines, autofocus, ...rest }: {
    name: string;
    label: string;
    hint?: string;
    complaint?: string;
    value?: string;
    /** More than one makes a field for several lines. */
    lines?: number;
    type?: string;
    autocomplete?: string;
    inputMode?: "tel" | "email" | "search" | "numeric" | "decimal";
    required?: boolean;
    maxLength?: number;
    autofocus?: boolean;
  },
) {
  const described = [hint && `${name}-hint`, complaint && `${name}-complaint`].filter(Boolean);
  const common = {
    id: name,
    name,
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
    "aria-invalid": complaint ? true : undefined,
    autofocus: autofocus || complaint !== undefined,
    ...rest,
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {complaint && <p class="complaint" id={`${name}-complaint`}>{complaint}</p>}
      {lines === undefined
        ? <input value={value} {...common} />
        : <textarea rows={lines} {...common}>{value}</textarea>}
    </div>
  );
}

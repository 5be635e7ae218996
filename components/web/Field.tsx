/** A labelled text field with its hint and, where something is to be corrected, what and how. */
export function Field(
  { name, id = name, label, hint, complaint, value, lines, autofocus, ...rest }: {
    name: string;
    /** Where the page has several fields of that name. */
    id?: string;
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
    min?: number;
    max?: number;
    autofocus?: boolean;
  },
) {
  const described = [hint && `${id}-hint`, complaint && `${id}-complaint`].filter(Boolean);
  const common = {
    id,
    name,
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
    "aria-invalid": complaint ? true : undefined,
    autofocus: autofocus || complaint !== undefined,
    ...rest,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {complaint && <p class="complaint" id={`${id}-complaint`}>{complaint}</p>}
      {lines === undefined
        ? <input value={value} {...common} />
        : <textarea rows={lines} {...common}>{value}</textarea>}
    </div>
  );
}

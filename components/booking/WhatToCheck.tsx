import SentOnce from "@/islands/SentOnce.tsx";
import type { Complaints } from "@/lib/booking/forms.ts";

/**
 * What cannot be taken as it was typed, at the top of its form and read out at once; each leads to its
 * field.
 *
 * @param fields the field's name where it is another than the complaint's
 */
export function WhatToCheck(
  { complaints, fields = {} }: { complaints: Complaints; fields?: Record<string, string> },
) {
  const all = Object.entries(complaints);
  if (all.length === 0) return null;
  return (
    <div class="notice danger" role="alert">
      <SentOnce />
      <p>
        <strong>{all.length === 1 ? "One thing to check." : "A few things to check."}</strong>{" "}
        Everything else you typed is kept.
      </p>
      <ul>
        {all.map(([name, complaint]) => (
          <li key={name}>
            <a href={`#${fields[name] ?? name}`}>{complaint}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether a page has something to correct. */
export function hasComplaints(complaints: Complaints): boolean {
  return Object.keys(complaints).length > 0;
}

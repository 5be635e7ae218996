import { StateMark } from "@/components/web/StateMark.tsx";
import type { Piece } from "@/lib/find/marked.ts";
import type { FoundGroup } from "@/lib/find/rows.ts";

/** What was found, kind by kind. */
export function FoundList({ groups }: { groups: FoundGroup[] }) {
  return (
    <ul class="found">
      {groups.filter(({ rows }) => rows.length > 0).map(({ kind, label, rows }) => (
        <li key={kind}>
          <h2>{label}</h2>
          <ul>
            {rows.map(({ href, name, about, mark }) => (
              <li key={href}>
                <a href={href}>
                  <b>
                    <Pieces of={name} />
                  </b>
                  <small>
                    <Pieces of={about} />
                  </small>
                  {mark && (
                    <small>
                      <StateMark mark={mark} />
                    </small>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** A text, what was typed marked in it. */
export function Pieces({ of }: { of: Piece[] }) {
  return <>{of.map(([text, isTyped], at) => isTyped ? <mark key={at}>{text}</mark> : text)}</>;
}

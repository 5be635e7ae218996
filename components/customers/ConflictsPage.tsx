import { Title } from "@/components/web/Title.tsx";
import ConflictKeys from "@/islands/ConflictKeys.tsx";
import type { ConflictFilter, ConflictPage, Conflicts } from "@/lib/customers/conflicts.ts";
import { CONFLICT_KINDS, CONFLICT_TITLES } from "@/lib/text/conflict_kinds.ts";
import { ConflictCard, ConflictDone, DecidedLine } from "./ConflictCard.tsx";

export interface ConflictsView {
  conflicts: Conflicts;
  filter: ConflictFilter;
  /** What was answered just now. */
  done: ConflictPage | null;
}

const hrefOf = (query: Record<string, string | undefined>) => {
  const text = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();
  return `/office/conflicts${text && `?${text}`}`;
};

/** All questions of imports that wait for an answer, with their sides beside each other. */
export function ConflictsPage({ conflicts, filter, done, zone, isAdmin, admins }: ConflictsView & {
  zone: string;
  isAdmin: boolean;
  admins: string[];
}) {
  const { kinds, rows, after } = conflicts;
  const isOpen = filter.state === "open";
  const kind = filter.conflict_kind;
  const all = Object.values(kinds).reduce((sum, count) => sum + (count ?? 0), 0);
  const back = hrefOf({ kind, after: filter.after });
  return (
    <div class="office conflicts">
      <Title>Questions of imports</Title>
      {done && <ConflictDone conflict={done} back={back} />}
      <p>
        {isOpen
          ? "Where a file and what is on record cannot both be true, you decide. Nothing is changed before."
          : "What was decided, the latest first."}
      </p>
      <nav class="facts-line" aria-label="Which questions">
        <a href={hrefOf({})} aria-current={isOpen && !kind ? "page" : "false"}>
          {`Open (${all})`}
        </a>
        {CONFLICT_KINDS.filter((each) => kinds[each] || each === kind).map((each) => (
          <a
            key={each}
            href={hrefOf({ kind: each })}
            aria-current={isOpen && each === kind ? "page" : "false"}
          >
            {`${CONFLICT_TITLES[each]} (${kinds[each] ?? 0})`}
          </a>
        ))}
        <a href={hrefOf({ state: "decided" })} aria-current={isOpen ? "false" : "page"}>
          Decided
        </a>
      </nav>
      {rows.length === 0 && (
        <p>{isOpen ? "Nothing waits for an answer." : "Nothing was decided yet."}</p>
      )}
      {isOpen
        ? (
          <div class="stack">
            <h2 class="unseen">To decide</h2>
            {rows.map((conflict) => (
              <ConflictCard
                key={conflict.conflict_id}
                conflict={conflict}
                view={{ zone, isAdmin, admins, back }}
              />
            ))}
          </div>
        )
        : (
          <ul class="decided">
            {rows.map((conflict) => (
              <DecidedLine key={conflict.conflict_id} conflict={conflict} zone={zone} />
            ))}
          </ul>
        )}
      {after && (
        <p>
          <a href={hrefOf({ kind, state: isOpen ? undefined : "decided", after })}>More</a>
        </p>
      )}
      {isOpen && rows.length > 0 && <ConflictKeys />}
    </div>
  );
}

import ConflictKeys from "@/islands/ConflictKeys.tsx";
import type { Conflict } from "@/lib/customers/conflicts.ts";
import { type CardView, ConflictCard } from "./ConflictCard.tsx";

/** The questions of one import on its own page, as many as a page holds. */
export function RunQuestions({ questions, view }: { questions: Conflict[]; view: CardView }) {
  if (questions.length === 0) return null;
  return (
    <>
      <div class="stack">
        {questions.map((conflict) => (
          <ConflictCard key={conflict.conflict_id} conflict={conflict} view={view} />
        ))}
      </div>
      <ConflictKeys />
    </>
  );
}

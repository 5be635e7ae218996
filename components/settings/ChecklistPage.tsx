import { Title } from "@/components/web/Title.tsx";
import { ChecklistForm, keepText } from "./ChecklistForm.tsx";
import { versionText } from "./ChecklistFold.tsx";
import { ChecklistLines } from "./ChecklistLines.tsx";
import type { ChecklistView } from "./view.ts";

/** What is checked on the units of a category: the form that changes it, and what it was before. */
export function ChecklistPage(view: ChecklistView) {
  const { id, page, refused, did, draft, isAdmin, zone } = view;
  const [present, ...earlier] = page.versions;
  return (
    <div class="office settings">
      <p>
        <a class="crumb" href={`/office/catalogue/${id}`}>{page.name}</a>
      </p>
      <Title isError={refused !== undefined} focused={did !== undefined}>
        {`Checklist: ${page.name}`}
      </Title>
      {did && <p class="notice" role="status">{TOLD[did]} {keepText(page.visits)}</p>}
      {refused && <p class="complaint" role="alert">{refused.said}</p>}
      {draft && !refused && (
        <p class="notice warn" role="status">
          Nothing is saved yet. <a href={`/office/catalogue/${id}/checklist`}>Start over</a>
        </p>
      )}
      {draft && present
        ? (
          <details class="fold">
            <summary>What is in force: {versionText(present, zone)}</summary>
            <ChecklistLines lines={present.lines} />
          </details>
        )
        : <p>{present ? versionText(present, zone) : "Nothing is checked yet."}</p>}
      {isAdmin ? <ChecklistForm {...view} /> : (
        <>
          <p class="notice">Only an administrator changes a checklist.</p>
          {present && <ChecklistLines lines={present.lines} />}
        </>
      )}
      <section class="box" aria-labelledby="earlier">
        <h2 id="earlier">Earlier versions</h2>
        {earlier.length === 0
          ? <p class="soft">There is none. Each change keeps what was before.</p>
          : <p class="soft">Visits that were booked under one keep it.</p>}
        {earlier.map((version) => (
          <details class="fold" key={version.number}>
            <summary>{versionText(version, zone)}</summary>
            <ChecklistLines lines={version.lines} />
          </details>
        ))}
      </section>
    </div>
  );
}

const TOLD = {
  set: "Saved. It holds for visits that are booked from now on.",
  unchanged: "The list is as it was, so nothing was saved.",
};

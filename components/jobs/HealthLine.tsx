import { StateMark } from "@/components/web/StateMark.tsx";
import { type Health, importsTaken, runsText, troubles } from "@/lib/jobs/health.ts";
import { instantText, unbroken } from "@/lib/text/dates.ts";

/** Whether everything runs, and what other systems told last. */
export function HealthLine(props: { health: Health; zone: string }) {
  return (
    <>
      <Running {...props} />
      {importsTaken(props.health).map(({ source, started_at, href, did }) => (
        <p class="soft" key={source}>
          <a href={href}>Import from “{source}”</a>,{" "}
          {unbroken(instantText(started_at, props.zone))}: {did}.
        </p>
      ))}
    </>
  );
}

/** One line while everything runs; else what does not, each with where one sees to it. */
function Running({ health, zone }: { health: Health; zone: string }) {
  const found = troubles(health);
  if (found.length === 0) {
    return (
      <details class="health">
        <summary>
          <StateMark mark={{ text: "Everything is running.", shape: "done" }} />
        </summary>
        <p>
          {runsText(health, zone)} <a href="/office/nights">What the nights did</a>
        </p>
      </details>
    );
  }
  return (
    <div class="notice warn">
      <strong>Not everything is running.</strong>
      <ul>
        {found.map(({ text, href }) => (
          <li key={text}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { StateMark } from "@/components/web/StateMark.tsx";
import { type Health, runsText, troubles } from "@/lib/jobs/health.ts";

/** One line while everything runs; else what does not, each with where one sees to it. */
export function HealthLine({ health, zone }: { health: Health; zone: string }) {
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

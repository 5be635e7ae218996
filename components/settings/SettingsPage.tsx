import { Title } from "@/components/web/Title.tsx";
import { GROUPS } from "@/lib/settings/settings.ts";
import { changeText } from "@/lib/settings/words.ts";
import { AllowedBox } from "./AllowedBox.tsx";
import { GroupForm } from "./GroupForm.tsx";
import { Rooms } from "./Rooms.tsx";
import type { SettingsView } from "./view.ts";

/** How the company runs: every setting where it is explained, and the rooms in which the rest is set. */
export function SettingsPage(view: SettingsView) {
  const { page, refused, isAdmin, zone } = view;
  const changed = changeText(page.last_change, zone);
  return (
    <div class="office settings">
      <Title isError={refused !== undefined}>Settings</Title>
      {!isAdmin && <p class="notice">Only an administrator changes these.</p>}
      <nav aria-label="Groups of settings">
        <ul class="chips">
          {GROUPS.map(({ key, title }) => (
            <li key={key}>
              <a href={`#${key}`}>{title}</a>
            </li>
          ))}
          <li>
            <a href="#allowed">Who may get mail</a>
          </li>
          <li>
            <a href="#kept">How long things are kept</a>
          </li>
          <li>
            <a href="#rooms">What else is set</a>
          </li>
        </ul>
      </nav>
      {GROUPS.map((group) => <GroupForm key={group.key} group={group} {...view} />)}
      <AllowedBox {...view} />
      <Kept />
      <Rooms />
      {changed && <p class="soft">{changed}</p>}
    </div>
  );
}

/** Fixed by what the law and the trail need: told, not set. */
function Kept() {
  return (
    <section class="box" aria-labelledby="kept">
      <h2 id="kept">How long things are kept</h2>
      <dl class="facts">
        <dt>Texts of mails</dt>
        <dd>24 months; that one was sent stays on record.</dd>
        <dt>Attempts to book</dt>
        <dd>90 days.</dd>
        <dt>Logs of nights</dt>
        <dd>14 days.</dd>
        <dt>Visits, invoices, certificates</dt>
        <dd>For good, with who did what to them.</dd>
      </dl>
      <p class="soft">These are fixed and cannot be set.</p>
    </section>
  );
}

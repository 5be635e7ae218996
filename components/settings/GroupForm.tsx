import { type Group, SETTINGS } from "@/lib/settings/settings.ts";
import { holding, shownAs } from "@/lib/settings/values.ts";
import { settingText } from "@/lib/settings/words.ts";
import { OneField } from "./OneField.tsx";
import type { SettingsView } from "./view.ts";

/** One group: a form of its own for administrators, so that saving one never loses another. */
export function GroupForm({ group, ...view }: SettingsView & { group: Group }) {
  const { page: { settings }, saved, refused, isAdmin } = view;
  const { key, title, names } = group;
  const mine = refused?.group.key === key ? refused : undefined;
  return (
    <section class="box" aria-labelledby={key}>
      <h2 id={key} tabIndex={saved?.key === key ? -1 : undefined} autofocus={saved?.key === key}>
        {title}
      </h2>
      {saved?.key === key && <p class="notice" role="status">Saved. It holds from now on.</p>}
      {mine && <p class="complaint" role="alert">{mine.said}</p>}
      {isAdmin
        ? (
          <form method="post" action={`/office/settings#${key}`}>
            <input type="hidden" name="shown" value={holding(settings, names)} />
            <div class="explained">
              {names.map((name) => {
                const { kind, label, says, unit, options, most } = SETTINGS[name];
                const now = shownAs(kind, settings[name]);
                const typed = mine?.typed[name] ?? now;
                return (
                  <OneField
                    key={name}
                    id={name}
                    name={name}
                    kind={kind}
                    label={label}
                    says={says}
                    unit={unit}
                    options={options}
                    most={most}
                    value={typed}
                    was={typed === now ? undefined : settingText(name, settings[name])}
                    complaint={mine?.complaints[name]}
                  />
                );
              })}
            </div>
            <button type="submit" name="group" value={key}>Save {title.toLowerCase()}</button>
          </form>
        )
        : (
          <dl class="facts">
            {names.map((name) => (
              <>
                <dt>{SETTINGS[name].label}</dt>
                <dd>
                  {settingText(name, settings[name])} <small>{SETTINGS[name].says}</small>
                </dd>
              </>
            ))}
          </dl>
        )}
    </section>
  );
}

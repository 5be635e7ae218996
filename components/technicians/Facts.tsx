import { Box, BoxField, BoxForm, cameOf, valueOf } from "./Box.tsx";
import { MapPicture } from "@/components/web/MapPicture.tsx";
import { PinPicture } from "@/components/web/PinPicture.tsx";
import { LOOKUPS } from "@/lib/technicians/words.ts";
import { placeField, placeIn } from "@/lib/web/pin.ts";
import { Follows, Misfits } from "./Jobs.tsx";
import type { TechnicianView } from "./view.ts";

/** Where days begin and end, and how much one holds. */
export function Home({ view }: { view: TechnicianView }) {
  const { page: { home, map, first_name, shown }, isAdmin } = view;
  const saved = home.latitude === null
    ? null
    : { latitude: home.latitude, longitude: home.longitude! };
  const place = placeField(saved);
  const came = cameOf(view, "home");
  const typed = came && placeIn(view.typed.place?.[0] ?? "");
  const picture = {
    pin: came ? typed ?? null : saved,
    map,
    title: `Where ${first_name} starts`,
    what: "home",
    others: "others",
  };
  const field = { view, deed: "home" as const };
  return (
    <Box view={view} deed="home" title={`Where ${first_name} starts`}>
      {!isAdmin && <MapPicture {...picture} />}
      {home.lookup && <p class="notice warn">{LOOKUPS[home.lookup]}</p>}
      {isAdmin
        ? (
          <BoxForm {...field} shown={shown.home}>
            <PinPicture {...picture} saved={saved} pinned={came?.pinned} />
            <BoxField
              {...field}
              name="address"
              label="Home or depot"
              now={home.address}
              maxLength={254}
            />
            <BoxField
              {...field}
              name="place"
              label="Place on the map"
              hint="Latitude and longitude as a map shows them, such as 43.5501, -79.5849. Empty: looked up from the address, written as 12 King St, Brampton, ON L6Y 0A1."
              now={place}
            />
            <BoxField
              {...field}
              name="most"
              label="Visits a day, at most"
              hint="Empty: no limit."
              inputMode="numeric"
              now={home.most?.toString()}
            />
            <button type="submit">Save</button>
          </BoxForm>
        )
        : (
          <p>
            {home.address ?? (place || "Nobody knows where.")}
            {home.most !== null && ` At most ${home.most} visits a day.`}
          </p>
        )}
    </Box>
  );
}

/** What somebody is qualified for. */
export function Skills({ view }: { view: TechnicianView }) {
  const { page: { skills, shown }, isAdmin, typed, zone } = view;
  const came = cameOf(view, "skills");
  const has = skills.filter((skill) => skill.has).map(({ name }) => name);
  return (
    <Box view={view} deed="skills" title="Skills">
      {!isAdmin && <p>{has.join(", ") || "None is written down."}</p>}
      {isAdmin && (
        <BoxForm view={view} deed="skills" shown={shown.skills}>
          <fieldset>
            <legend class="unseen">Skills</legend>
            {skills.map(({ skill_id, name, has }) => (
              <label key={skill_id} class="check">
                <input
                  type="checkbox"
                  name="skill"
                  value={skill_id}
                  checked={came ? typed.skill?.includes(skill_id) ?? false : has}
                />{" "}
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
          {came?.misfits && <Misfits misfits={came.misfits} zone={zone} isNew />}
          {came?.misfits
            ? (
              <button type="submit" name="do" value="despite">
                Save skills, leave the bookings
              </button>
            )
            : <button type="submit" name="do" value="save">Save skills</button>}
        </BoxForm>
      )}
    </Box>
  );
}

/** Who somebody is, and with which login. */
export function Person({ view }: { view: TechnicianView }) {
  const { page, isAdmin } = view;
  const field = { view, deed: "person" as const };
  const chosen = valueOf(view, "person", "staff_id", page.login?.staff_id ?? "");
  const login = page.login && !page.logins.some((each) => each.staff_id === page.login!.staff_id)
    ? [page.login, ...page.logins]
    : page.logins;
  const came = cameOf(view, "person");
  if (!isAdmin) return null;
  return (
    <Box view={view} deed="person" title="Name and login">
      <BoxForm {...field} shown={page.shown.person}>
        <BoxField {...field} name="name" label="Name" now={page.name} required maxLength={254} />
        <BoxField {...field} name="phone" label="Phone" now={page.phone} inputMode="tel" />
        <BoxField {...field} name="email" label="E-mail" now={page.email} inputMode="email" />
        <BoxField
          {...field}
          name="licence_number"
          label="Licence number"
          now={page.licence_number}
        />
        <div class="field">
          <label for="person-staff_id">Signs in as</label>
          {came?.field === "staff_id" && <p class="complaint">{came.complaint}</p>}
          <select id="person-staff_id" name="staff_id">
            <option value="">Does not sign in</option>
            {login.map(({ staff_id, name, email }) => (
              <option key={staff_id} value={staff_id} selected={staff_id === chosen}>
                {name}, {email}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">Save</button>
      </BoxForm>
    </Box>
  );
}

/** Leaving the company, and coming back. */
export function Leaving({ view }: { view: TechnicianView }) {
  const { page: { active, first_name }, isAdmin, zone } = view;
  const aside = cameOf(view, "go")?.putAside;
  if (!active) {
    return (
      <Box view={view} deed="again" title={`${first_name} has left`}>
        {isAdmin && (
          <BoxForm view={view} deed="again">
            <p>Hours and skills are as they were; their login comes back with them.</p>
            <button type="submit">{first_name} is back</button>
          </BoxForm>
        )}
      </Box>
    );
  }
  return (
    <Box view={view} deed="go" title={`${first_name} leaves the company`}>
      <p>Switches off their sign-in; nothing more is offered with them.</p>
      <BoxForm view={view} deed="go">
        {aside && <Follows aside={aside} zone={zone} />}
        {aside && <input type="hidden" name="shown" value={view.came?.shown} />}
        {aside
          ? <button type="submit" name="do" value="go">{first_name} has left</button>
          : (
            <button type="submit" name="do" value="look" class="second">
              Show what follows
            </button>
          )}
      </BoxForm>
    </Box>
  );
}

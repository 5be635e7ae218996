/** Every reason for which the board turns work away, met with the keys in a browser: seen, read aloud and explained where it was. */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { LOGINS, type MovingWorld } from "@/tests/platform/moving_world.ts";
import type { Browser, Page } from "@/tools/browser/mod.ts";
import { clickAndWait, objections } from "../browser_world.ts";

/** Thursday of the week whose Monday it is; its Friday becomes a holiday. */
const DAY = "2026-07-09";
const [BEA, CEM, DOV, EVE, GUS, TESS] = ["Bea", "Cem", "Dov", "Eve", "Gus", "Tess"];

/** A place that is tried, and what is said there. */
interface Case {
  reason: string;
  day: string;
  /** The card that is picked up, by its client. */
  who: string;
  at: [technician: string, minute: number];
  word: string;
  said: RegExp;
  /** What happens while it is in the hand. */
  meanwhile?: string;
}

const nine = 9 * 60;
const CASES: Case[] = [
  {
    reason: "overlap",
    day: DAY,
    who: "Ada",
    at: [CEM, nine],
    word: "Overlaps",
    said: /Bob Example, until 10:00 a\.m\./,
  },
  {
    reason: "time_off",
    day: DAY,
    who: "Ada",
    at: [DOV, 13 * 60],
    word: "Overlaps",
    said: /Time off, until 3:00 p\.m\./,
  },
  {
    reason: "skill",
    day: DAY,
    who: "Ada",
    at: [EVE, nine],
    word: "No skill",
    said: /Has not learned stair and porch lifts\./,
  },
  {
    reason: "hours",
    day: DAY,
    who: "Ada",
    at: [BEA, 7 * 60],
    word: "Outside hours",
    said: /Works from 8:00 a\.m\. to 4:00 p\.m\./,
  },
  {
    reason: "drive",
    day: DAY,
    who: "Ada",
    at: [TESS, 11 * 60],
    word: "Drive too long",
    said: /\d+ min from .*, 0 free\./,
  },
  {
    reason: "full",
    day: DAY,
    who: "Ada",
    at: [CEM, 12 * 60],
    word: "Full",
    said: /1 visits? that day already\./,
  },
  {
    reason: "holiday",
    day: "2026-07-10",
    who: "Cy",
    at: [CEM, nine],
    word: "Holiday",
    said: /Founder's Day/,
  },
  {
    reason: "technician",
    day: "2026-07-06",
    who: "Pia",
    at: [GUS, 11 * 60],
    word: "Not here",
    said: /Does not work here then\./,
  },
  {
    reason: "closed",
    day: "2026-07-14",
    who: "Pia",
    at: [BEA, nine],
    word: "Closed",
    said: /ice storm/i,
  },
  {
    reason: "winter",
    day: "2026-07-23",
    who: "Pia",
    at: [BEA, nine],
    word: "Winter",
    said: /Outdoor units again from /,
  },
  {
    reason: "notice",
    day: "2026-07-06",
    who: "Pia",
    at: [BEA, 8 * 60],
    word: "Past",
    said: /This time has begun or is over\./,
  },
  {
    reason: "too_soon",
    day: "2026-07-06",
    who: "Pia",
    at: [BEA, 11 * 60],
    word: "Too soon",
    said: /Begins in less than \d+ hours\./,
  },
  {
    reason: "horizon",
    day: "2027-02-17",
    who: "Pia",
    at: [BEA, nine],
    word: "Too far ahead",
    said: /The office books until /,
  },
];

/** All that is against a place somewhere in the rules: their own text names it. */
async function reasonsOf(db: Database): Promise<string[]> {
  const rows = await db.query<{ prosrc: string }>(
    `select p.prosrc from pg_proc p where p.pronamespace = 'private'::regnamespace
     and p.proname in ('objections', 'objections_to', 'warnings_of', 'short_drive', 'objection_to_show', 'place_answers')`,
  );
  expect(rows).toHaveLength(6);
  const words = rows.flatMap(({ prosrc }) =>
    [...prosrc.matchAll(/(?:then|array\[|\|\||'reason',) ?'([a-z]+)'/g)].map(([, word]) => word)
  );
  const sides = ["before", "after"];
  return [...new Set(words.map((word) => sides.includes(word) ? "drive" : word))]
    .filter((word) => word !== "fits");
}

async function fill({ db, setClock }: MovingWorld) {
  await db.exec(
    await Deno.readTextFile(new URL("../../../supabase/tests/000_helpers.sql", import.meta.url)),
  );
  await db.exec(await Deno.readTextFile(new URL("board_refusals.sql", import.meta.url)));
  // Nine o'clock in the morning of Monday, July 6.
  await setClock("2026-07-06T13:00:00Z");
}

async function signIn(page: Page, appUrl: string) {
  await page.goto(`${appUrl}/office/board?day=${DAY}`);
  await page.getByLabel("E-mail address").fill(LOGINS.office.email);
  await page.getByLabel("Password").fill(LOGINS.office.password);
  await clickAndWait(page, "Sign in");
}

async function pickUp(page: Page, who: string) {
  await page.locator(".board.alive").waitFor();
  await page.locator(`[data-card][data-name="${who} Example"] > a`).first().focus();
  await page.keyboard.press("m");
  await page.locator(".preview.here .mark:not(:empty)").waitFor();
}

/** Carries what is in the hand by arrows to a minute of somebody's day. */
async function carry(page: Page, [technician, minute]: Case["at"]) {
  const [across, down] = await page.evaluate(([technician, minute]) => {
    const lanes = [...document.querySelectorAll<HTMLElement>(".lane")];
    const { from, to } = document.querySelector<HTMLElement>(".day-board")!.dataset;
    const box = document.querySelector(".preview.here")!;
    const perMinute = box.parentElement!.clientHeight / (Number(to) - Number(from));
    const now = Number(from) + new DOMMatrix(getComputedStyle(box).transform).f / perMinute;
    return [
      lanes.findIndex(({ dataset }) => dataset.name === technician) -
      lanes.indexOf(box.closest(".lane")!),
      Math.round((Number(minute) - now) / Number(document.getElementById("board")!.dataset.step)),
    ];
  }, [technician, minute]);
  const press = async (key: string, times: number) => {
    for (let n = 0; n < times; n++) await page.keyboard.press(key);
  };
  await press(across < 0 ? "ArrowLeft" : "ArrowRight", Math.abs(across));
  await press(down < 0 ? "ArrowUp" : "ArrowDown", Math.abs(down));
}

/** What is seen where it would be put, and what is read aloud there. */
async function seenHere(page: Page) {
  return await page.evaluate(() => {
    const box = document.querySelector<HTMLElement>(".preview.here")!;
    const mark = box.querySelector(".mark")!;
    const danger = box.appendChild(document.createElement("i"));
    danger.style.color = "var(--danger)";
    const tone = getComputedStyle(danger).color;
    danger.remove();
    return {
      lane: box.closest<HTMLElement>(".lane")!.dataset.name,
      text: box.innerText,
      isOfDanger: getComputedStyle(mark).color === tone,
      shape: getComputedStyle(mark, "::before").content,
      border: getComputedStyle(box).borderTopStyle,
      aloud: document.querySelector(".board > [role=status]")!.textContent!,
    };
  });
}

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const alert = (page: Page) => page.getByRole("alert");

/** Leaves it where it was. */
async function leave(page: Page) {
  await page.keyboard.press("Escape");
  await alert(page).waitFor({ state: "detached" });
}

/** The danger's colour, a cross, a broken border and words before; afterwards a sentence at that place, read at once. */
async function tryIt(page: Page, { at, word, said }: Case) {
  await carry(page, at);
  const here = await seenHere(page);
  expect(here).toMatchObject({ lane: at[0], border: "dashed", isOfDanger: true });
  expect(here.shape).toContain("✕");
  expect(here.text).toContain(word);
  expect(here.aloud).toContain(`${at[0]}, `);
  expect(here.aloud).toContain(word);
  expect(plain(here.aloud)).toMatch(said);
  await page.keyboard.press("Enter");
  await alert(page).waitFor();
  const explained = await page.locator(`.lane[data-name="${at[0]}"]`).getByRole("alert")
    .innerText();
  expect(explained).toContain(word);
  expect(plain(explained)).toMatch(said);
  expect(explained).toContain("Nothing was moved, and nobody is told.");
  expect(await page.evaluate(() => document.activeElement!.getAttribute("role"))).toBe("alert");
}

/** Somebody else was faster: what was shown in the hand is not so any more. */
async function changedMeanwhile(page: Page, { db }: MovingWorld) {
  await pickUp(page, "Ada");
  await carry(page, [BEA, 10 * 60 + 15]);
  await db.exec("select board_refusals.move('ada', 'Bea Two', '2026-07-09 16:00+00')");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await alert(page).waitFor();
  expect(await alert(page).innerText()).toMatch(/Changed meanwhile.*changed meanwhile by/s);
  expect(await alert(page).innerText()).not.toContain("all the same");
  await leave(page);
}

/** No button of the page has such a time; a form that says it all the same is answered as any other. */
async function betweenTimes(page: Page, appUrl: string) {
  const id = await page.locator('[data-name="Bob Example"]').getAttribute("data-id");
  await page.goto(`${appUrl}/office/board?day=${DAY}&task=${id}&hold=move`);
  await page.locator(".board.alive").waitFor();
  await page.locator(`.lane[data-name="${BEA}"] button[name=place]`).evaluate((button) => {
    const place = button as HTMLButtonElement;
    place.value = place.value.replace(/[^/]*$/, "14:07");
    place.click();
  });
  await alert(page).waitFor();
  expect(await alert(page).innerText()).toMatch(/Between times.*Work begins every \d+ minutes\./s);
}

/** Tries each of them in the company's own browser, and whether the rules know any more. */
export async function meetEveryRefusal(browser: Browser, world: MovingWorld) {
  await fill(world);
  const page = await browser.newPage({ width: 1500, height: 1500 });
  await signIn(page, world.appUrl);
  await page.locator(".board.alive").waitFor();
  const seen = new Set(["grid"]);
  let day = DAY;
  for (const each of CASES) {
    if (each.day !== day) await page.goto(`${world.appUrl}/office/board?day=${day = each.day}`);
    await pickUp(page, each.who);
    await tryIt(page, each);
    if (each.reason === "drive") expect(await objections(page)).toEqual([]);
    await leave(page);
    seen.add(each.reason);
  }
  await page.goto(`${world.appUrl}/office/board?day=${DAY}`);
  await changedMeanwhile(page, world);
  await betweenTimes(page, world.appUrl);
  expect((await reasonsOf(world.db)).filter((reason) => !seen.has(reason))).toEqual([]);
}

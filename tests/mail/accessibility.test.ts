import { expect } from "expect";
import { axeViolations, browserTest } from "@/tools/browser/mod.ts";
import { brokenWords } from "@/tests/broken_words.ts";
import { render } from "./rendered.ts";
import { samples, scooter, stairLift } from "@/lib/mail/samples.ts";

/** Every kind once, and a reminder of several units. */
const MAILS: [name: string, kind: string, facts: Record<string, unknown>][] = [
  ...Object.keys(samples).map((kind): [string, string, Record<string, unknown>] => [
    kind,
    kind,
    samples[kind],
  ]),
  ["several units", "reminder", { ...samples.reminder, items: [stairLift, scooter] }],
];

await browserTest(
  "every mail is WCAG 2.2 AA on a phone, in light and in dark, and breaks no word",
  async (browser) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ width: 360, height: 740, colorScheme });
      for (const [name, kind, facts] of MAILS) {
        const { html } = render(kind, facts);
        await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
        expect([name, colorScheme, await axeViolations(page)]).toEqual([name, colorScheme, []]);
        const sideways = await page.evaluate(() =>
          document.documentElement.scrollWidth - document.documentElement.clientWidth
        );
        expect([name, colorScheme, sideways]).toEqual([name, colorScheme, 0]);
        expect([name, await brokenWords(page)]).toEqual([name, []]);
      }
    }
  },
);

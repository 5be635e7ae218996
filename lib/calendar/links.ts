import { utc } from "./entry.ts";

/** An appointment as calendars on the web take it. */
export interface WebEntry {
  startsAt: Date;
  endsAt: Date;
  title: string;
  details: string;
}

/** A page of Google Calendar that proposes the entry. */
export function googleLink({ startsAt, endsAt, title, details }: WebEntry): string {
  const query = new URLSearchParams({
    action: "TEMPLATE",
    text: title,
    dates: `${utc(startsAt)}/${utc(endsAt)}`,
    details,
  });
  return `https://calendar.google.com/calendar/render?${query}`;
}

/** A page of Outlook on the web that proposes the entry. */
export function outlookLink({ startsAt, endsAt, title, details }: WebEntry): string {
  const query = new URLSearchParams({
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: title,
    startdt: startsAt.toISOString(),
    enddt: endsAt.toISOString(),
    body: details,
  });
  return `https://outlook.live.com/calendar/0/deeplink/compose?${query}`;
}

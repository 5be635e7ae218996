import { subscribeHref } from "@/lib/technicians/calendar.ts";

/** A calendar address that was just made, and what to do with it: nobody sees it again. */
export function CalendarAddress({ url, whose }: { url: string; whose: string }) {
  return (
    <div class="notice calendar-address" role="status" tabIndex={-1} autofocus>
      <p>
        <strong>This is {whose} new address.</strong>{" "}
        It is shown this once. Whoever has it can read the calendar: please give it to nobody.
      </p>
      <p class="link-text">{url}</p>
      <p class="buttons">
        <a class="button" href={subscribeHref(url)}>Add to this device</a>
      </p>
      <ul>
        <li>iPhone, iPad and Mac: the button asks whether to subscribe.</li>
        <li>
          Android: open calendar.google.com on a computer, choose “Other calendars”, “From URL”, and
          paste the address.
        </li>
        <li>Outlook: “Add calendar”, “Subscribe from web”, and paste the address.</li>
      </ul>
    </div>
  );
}

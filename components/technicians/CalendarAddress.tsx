import { QrCode } from "@/components/web/QrCode.tsx";
import { subscribeHref } from "@/lib/technicians/calendar.ts";

/**
 * A calendar address that was just made, and what to do with it: nobody sees it again.
 *
 * @param whose "your", or whose phone it is that has to take it
 */
export function CalendarAddress({ url, whose }: { url: string; whose: string }) {
  const isOwn = whose === "your";
  return (
    <div class="notice flow" role="status" tabIndex={-1} autofocus>
      <p>
        <strong>This is {whose} new address.</strong> It is shown this once. Whoever has it can read
        {" "}
        {isOwn ? "your" : "that"} calendar: please give it to nobody{isOwn ? "" : " else"}.
      </p>
      {isOwn
        ? (
          <p class="buttons">
            <a class="button" href={subscribeHref(url)}>Add to this device</a>
          </p>
        )
        : <QrCode text={subscribeHref(url)} label="QR code of the calendar's address" />}
      <p class="link-text">{url}</p>
      <ul>
        <li>
          {isOwn ? "iPhone, iPad and Mac" : "iPhone and iPad"}:{" "}
          {isOwn ? "the button" : "the camera, held over the square,"} asks whether to subscribe.
        </li>
        <li>
          Android: open calendar.google.com on a computer, choose “Other calendars”, “From URL”, and
          paste the address.
        </li>
        <li>Outlook: “Add calendar”, “Subscribe from web”, and paste the address.</li>
      </ul>
    </div>
  );
}

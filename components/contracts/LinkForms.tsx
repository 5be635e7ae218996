import { notReminded } from "@/lib/contracts/terms.ts";
import { listText } from "@/lib/text/names.ts";
import { Doing } from "./Doing.tsx";
import type { ContractView } from "./view.ts";

/** A reminder now. */
export function Remind({ view }: { view: ContractView }) {
  const { acts, cycle } = view.page;
  if (acts.not_reminded) {
    return (
      <p class="fold">
        No reminder can go now <small>{notReminded(acts.not_reminded)}</small>
      </p>
    );
  }
  return (
    <Doing
      view={view}
      deed="remind"
      name={cycle!.told.length > 0 ? "Send the reminder again" : "Send a reminder now"}
      then={`to ${listText(acts.reminds)}`}
      button="Send it"
    >
      <p>
        It tells the due date and the price, with the link to book. That you sent it is on record.
      </p>
    </Doing>
  );
}

/** The client's link: shown, or replaced. */
export function Links({ view }: { view: ContractView }) {
  const { name } = view.page.client;
  return (
    <>
      <Doing
        view={view}
        deed="link"
        name={`Copy the link of ${name}`}
        then="to read out or to paste; noted on record"
        button="Show the link"
      >
        <p>Whoever holds it can book and cancel for {name}.</p>
      </Doing>
      <Doing
        view={view}
        deed="replace"
        name="Replace the link"
        then="if it got into wrong hands"
        button="Replace the link"
        danger
      >
        <p>
          The one that {name}{" "}
          has in a mail or a letter says that it has expired. Mail that waits goes out with the new
          one.
        </p>
      </Doing>
    </>
  );
}

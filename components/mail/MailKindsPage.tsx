import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { inOrder, kindWords } from "@/lib/mail/kinds.ts";
import type { MailStanding } from "@/lib/mail/state.ts";
import { MailState } from "./MailState.tsx";

/** Whom kinds of mail are about, in the order in which they are shown. */
const GROUPS: { about: MailStanding["kinds"][number]["about"][]; title: string }[] = [
  { about: ["due_units", "stop", "invoice"], title: "To clients" },
  { about: ["work", "company", "login"], title: "To our own people" },
];

/** How mail stands, and every kind of mail with a way to look at it. */
export function MailKindsPage({ state, zone, isAdmin, told }: {
  state: MailStanding;
  zone: string;
  isAdmin: boolean;
  told: string | null;
}) {
  return (
    <div class="office">
      <p class="crumb">
        <a href="/office/messages">Messages</a>
      </p>
      <Title>What we mail</Title>
      {told !== null && <Told>{told}</Told>}
      <MailState state={state} zone={zone} isAdmin={isAdmin} />
      {GROUPS.map(({ about, title }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <table class="list nights">
            <thead>
              <tr>
                <th scope="col">Mail</th>
                <th scope="col">Goes out</th>
              </tr>
            </thead>
            <tbody>
              {inOrder(state.kinds).filter((each) => about.includes(each.about)).map((each) => (
                <tr key={each.kind}>
                  <th scope="row">
                    <a href={`/office/messages/kinds/${each.kind}`}>
                      {kindWords(each.kind).title}
                    </a>
                  </th>
                  <td>
                    {kindWords(each.kind).when}
                    <small>{stoppedBy(each)}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

function stoppedBy({ about, needs_consent }: MailStanding["kinds"][number]): string {
  if (about === "company") return "The settings switch it off.";
  if (about === "work") return "";
  if (about === "login") return "It is for a login here, not something one unsubscribes from.";
  return needs_consent
    ? "Unsubscribing stops it."
    : "Also to who unsubscribed: they asked for the visit.";
}

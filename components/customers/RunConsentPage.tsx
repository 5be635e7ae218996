import { Title } from "@/components/web/Title.tsx";
import { type RunConsent, STANDING_WORDS, STANDINGS } from "@/lib/customers/run_consent.ts";
import { counted } from "@/lib/text/names.ts";

/** Before a run is executed: who of its clients may be mailed, and what follows for the others. */
export function RunConsentPage({ consent, run }: { consent: RunConsent; run: string }) {
  const { rule, standings, called, no_address } = consent;
  return (
    <div class="office conflicts">
      <p>
        <a href={`/office/enrol/check/${run}`}>Check and pace</a>
      </p>
      <Title>Who may be mailed</Title>
      <p>
        Reminders by mail need a reason: a yes, a contract, or a purchase or visit in the last two
        years.
      </p>
      <table class="list cards rows">
        <caption class="unseen">Clients whose units this run would enrol</caption>
        <thead>
          <tr>
            <th scope="col">Why we may mail</th>
            <th scope="col" class="number">Clients</th>
            <th scope="col" class="number">Units</th>
            <th scope="col" class="number">With an address</th>
          </tr>
        </thead>
        <tbody>
          {STANDINGS.map((each) => {
            const { clients, units, mailable } = standings[each] ??
              { clients: 0, units: 0, mailable: 0 };
            return (
              <tr key={each}>
                <th scope="row">{STANDING_WORDS[each]}</th>
                <td class="number" data-label="Clients">{clients}</td>
                <td class="number" data-label="Units">{units}</td>
                <td class="number" data-label="With an address">{mailable}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        {rule === "record"
          ? "By the company's setting consent is written down and no more: everybody with an address is mailed."
          : `By the company's setting ${
            counted(called, "client is", "clients are")
          } called or written to instead of mailed.`} {no_address > 0 &&
          `${counted(no_address, "client has", "clients have")} no address of mail, and ${
            no_address === 1 ? "is" : "are"
          } called or written to in any case.`}
      </p>
      <p class="buttons">
        <a class="button second" href={`/office/enrol/check/${run}`}>Back to what would happen</a>
        <a class="button second" href={`/office/consent/${run}.csv`}>Take it along as a file</a>
      </p>
    </div>
  );
}

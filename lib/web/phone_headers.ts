/**
 * How a phone that keeps forms and sends them later speaks with us (`lib/phone/worker.ts`): it says so, and is
 * answered in headers, because a script is not shown where a redirect leads.
 */
export const PHONE = {
  /** Of requests: it is the worker that asks, with the id of what it sends. */
  asks: "Phone-Asks",
  /** Of requests: who filled in what it sends, as forms name them. */
  whose: "Phone-Whose",
  /** Of requests: when that was, and what the phone's clock shows as it is sent. */
  recorded: "Phone-Recorded",
  sent: "Phone-Sent",
  /** Of answers: this is ours. What lacks it may be anybody's, such as a café's page to sign in. */
  answers: "Phone-Answers",
  /** Of answers: where somebody who sent a form is led. */
  goesTo: "Phone-Goes-To",
  /** Of answers: who is signed in, as forms name them. */
  who: "Phone-Who",
} as const;

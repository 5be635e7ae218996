/** What pages and the worker say to each other. */

/** By which name. */
export const CHANNEL = "phone";

/**
 * The worker to every page: something that is shown has changed; a form could neither be sent nor kept; the server's
 * page of that address came too late to be shown, and is on the phone now.
 */
export type Said = "changed" | "not kept" | { came: string };

/** A page to the worker: somebody is here; see whether there is a signal by now; somebody asks for an attempt. */
export type Wish = "here" | "signal?" | "try now";

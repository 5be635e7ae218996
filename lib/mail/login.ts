import { greeting } from "@/lib/text/names.ts";
import type { MailContent } from "./content.ts";
import type { LoginFacts } from "./facts.ts";

/** Somebody was put on the staff: the link with which they choose a password. */
export function invitation(facts: LoginFacts): MailContent {
  const { company, first_name, asked_by } = facts;
  const who = asked_by ? `${asked_by} invites you` : "You are invited";
  return {
    subject: `Your login for ${company.name}`,
    preview: "Choose a password, and you are in.",
    heading: "Choose your password",
    blocks: [
      { block: "text", text: `${greeting(first_name)},` },
      {
        block: "text",
        text: `${who} to sign in at ${company.name}. Choose a password with this button. ` +
          "It works for 24 hours, and once.",
      },
      { block: "button", label: "Choose a password", href: linkOf(facts) },
      {
        block: "text",
        text: "After that you sign in with this e-mail address and your password. " +
          "If the button no longer works, ask an administrator to invite you again.",
      },
    ],
    switchedOff: "Sent because somebody put this address on the staff. Not you? Delete it.",
  };
}

/** Somebody forgot their password, or an administrator sends them a way to another one. */
export function passwordReset(facts: LoginFacts): MailContent {
  const { company, first_name, asked_by } = facts;
  return {
    subject: `Your new password for ${company.name}`,
    preview: "The link works for one hour.",
    heading: "Choose a new password",
    blocks: [
      { block: "text", text: `${greeting(first_name)},` },
      {
        block: "text",
        text: `${asked_by ?? "Somebody, most likely you,"} asked for a new password for your ` +
          `login at ${company.name}. Choose it with this button. It works for one hour, and once.`,
      },
      { block: "button", label: "Choose a new password", href: linkOf(facts) },
      {
        block: "text",
        text: "Until you do, your old password stays as it is. Once you have, you are signed " +
          "out everywhere else.",
      },
    ],
    switchedOff: "Sent because a new password was asked for. If you didn't ask, do nothing.",
  };
}

function linkOf({ company, token_hash, type }: LoginFacts): string {
  return `${company.public_url}/set-password?token_hash=${token_hash}&type=${type}`;
}

import { HttpError, page } from "fresh";
import * as z from "zod";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit, SIGN_INS } from "@/lib/web/limits.ts";
import { passwordComplaint } from "@/lib/web/passwords.ts";
import { staffSession } from "@/lib/web/session.ts";
import { setPassword } from "@/lib/web/set_password.ts";
import { startPageOf } from "@/lib/web/staff.ts";

/** Passwords of one address. */
const allows = rateLimit(SIGN_INS);

const linkShape = z.object({
  token_hash: z.string().regex(/^[\w-]{20,100}$/),
  type: z.enum(["invite", "recovery"]),
});
type Link = z.infer<typeof linkShape>;

const answerShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("open"),
    link_kind: z.enum(["invitation", "password_reset"]),
    email: z.string(),
  }),
  z.object({ status: z.enum(["over", "unknown"]) }),
]);

type Data =
  | { state: "over" }
  /** Auth knows better than we do, and takes each link once: another one was mailed. */
  | { state: "refused" }
  | {
    state: "open";
    link: Link;
    email: string;
    isInvitation: boolean;
    complaint?: { field: "password" | "again"; text: string };
  };

const over = () => page<Data>({ state: "over" }, { status: 410, headers: PRIVATE_PAGE });

export const handler = define.handlers<Data>({
  /** Looking uses nothing up: mail programs open links before people do. */
  async GET(ctx) {
    const link = linkShape.safeParse(Object.fromEntries(ctx.url.searchParams)).data;
    if (link === undefined) return over();
    const answer = answerShape.parse(
      await ctx.state.rpc("password_link", { token_hash: link.token_hash }),
    );
    if (answer.status !== "open") return over();
    const { email, link_kind } = answer;
    return page({ state: "open", link, email, isInvitation: link_kind === "invitation" }, {
      headers: PRIVATE_PAGE,
    });
  },
  async POST(ctx) {
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const form = await readForm(ctx.req);
    const link = linkShape.safeParse({
      token_hash: textOf(form, "token_hash"),
      type: textOf(form, "type"),
    }).data;
    if (link === undefined) return over();
    const answer = answerShape.parse(
      await ctx.state.rpc("password_link", { token_hash: link.token_hash }),
    );
    if (answer.status !== "open") return over();
    const { email, link_kind } = answer;
    const password = String(form.get("password") ?? "");
    const complaint = complaintOf(password, String(form.get("again") ?? ""), [
      email,
      ctx.state.company.name,
    ]);
    if (complaint !== undefined) {
      const isInvitation = link_kind === "invitation";
      return page({ state: "open", link, email, isInvitation, complaint }, {
        status: 422,
        headers: PRIVATE_PAGE,
      });
    }
    const session = staffSession(ctx.req, ctx.state.address);
    const outcome = await setPassword(session, link, password, ctx.state.now);
    if (outcome === "over") return over();
    if (outcome === "refused") {
      await ctx.state.rpc("forgot_password", { email });
      return page({ state: "refused" }, { status: 422, headers: PRIVATE_PAGE });
    }
    return session.applyTo(ctx.redirect(startPageOf(outcome), 303));
  },
});

function complaintOf(password: string, again: string, known: string[]) {
  const text = passwordComplaint(password, known);
  if (text !== null) return { field: "password" as const, text };
  return password === again
    ? undefined
    : { field: "again" as const, text: "These two are not the same. Please type both once more." };
}

export default define.page<typeof handler>(function SetPassword({ data }) {
  if (data.state === "over") return <Over />;
  if (data.state === "refused") return <Refused />;
  const { link, email, isInvitation, complaint } = data;
  const complaintAbout = (field: string) => complaint?.field === field ? complaint.text : undefined;
  return (
    <div class="page">
      <Title isError={complaint !== undefined}>
        {isInvitation ? "Choose your password" : "Choose a new password"}
      </Title>
      <p>
        {isInvitation
          ? "With it and this address you sign in from now on:"
          : "Once you have, you are signed out everywhere else. You sign in as"} {email}.
      </p>
      <form method="post" action="/set-password">
        <input type="hidden" name="token_hash" value={link.token_hash} />
        <input type="hidden" name="type" value={link.type} />
        <input type="hidden" name="username" value={email} autocomplete="username" />
        <Field
          name="password"
          label="New password"
          hint="At least 10 characters. A few words that don't belong together do well."
          type="password"
          autocomplete="new-password"
          required
          complaint={complaintAbout("password")}
        />
        <Field
          name="again"
          label="The same once more"
          type="password"
          autocomplete="new-password"
          required
          complaint={complaintAbout("again")}
        />
        <button type="submit">Keep it and sign in</button>
      </form>
    </div>
  );
});

function Over() {
  return (
    <div class="page">
      <Title>This link is over</Title>
      <p>
        It was used, its time has passed, or a newer one was sent. If you have signed in before, ask
        for another one here. If you haven't, ask whoever invited you to do it again.
      </p>
      <p class="buttons">
        <a class="button" href="/forgot-password">Mail me another link</a>
        <a class="button second" href="/sign-in">Sign in</a>
      </p>
    </div>
  );
}

function Refused() {
  return (
    <div class="page">
      <Title isError focused>Please choose another password</Title>
      <p>
        That one is known from lists that were stolen elsewhere, so it can't be kept. We have mailed
        you a new link: please open it and choose another one.
      </p>
    </div>
  );
}

import { HttpError, page } from "fresh";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { PASSWORD_MAILS, rateLimit } from "@/lib/web/limits.ts";

/** Mails that one address may ask for. */
const allows = rateLimit(PASSWORD_MAILS);

interface Data {
  asked: boolean;
  email?: string;
  complaint?: string;
}

export const handler = define.handlers<Data>({
  GET(ctx) {
    return page({ asked: ctx.url.searchParams.has("asked") }, { headers: PRIVATE_PAGE });
  },
  /** The answer is the same whether somebody signs in with that address or not. */
  async POST(ctx) {
    const email = textOf(await readForm(ctx.req), "email");
    if (!/^\S+@\S+$/.test(email)) {
      const complaint = "Please write your e-mail address, such as ada@example.com.";
      return page({ asked: false, email, complaint }, { status: 422, headers: PRIVATE_PAGE });
    }
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    await ctx.state.rpc("forgot_password", { email });
    return ctx.redirect("/forgot-password?asked=yes", 303);
  },
});

export default define.page<typeof handler>(function ForgotPassword({ data }) {
  if (data.asked) return <Asked />;
  const { email, complaint } = data;
  return (
    <div class="page">
      <Title isError={complaint !== undefined}>A new password</Title>
      <p>We mail you a link with which you choose one. For the people who work here.</p>
      <form method="post">
        <Field
          name="email"
          label="E-mail address"
          hint="The one that you sign in with."
          type="email"
          inputMode="email"
          autocomplete="username"
          maxLength={254}
          required
          value={email}
          complaint={complaint}
        />
        <button type="submit">Mail me a link</button>
      </form>
      <p>
        <a class="quiet" href="/sign-in">Back to signing in</a>
      </p>
    </div>
  );
});

function Asked() {
  return (
    <div class="page">
      <Title focused>Look at your mail</Title>
      <p>
        If somebody signs in with that address, a link is on its way to it. It works for one hour,
        and only the newest one does.
      </p>
      <p>
        Nothing came after five minutes? Look among the junk mail, and whether it was the address
        that you sign in with. Whoever looks after the logins here can send you a link, too.
      </p>
      <p>
        <a class="button second" href="/forgot-password">Try another address</a>
      </p>
    </div>
  );
}

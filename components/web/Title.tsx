import { Head } from "fresh/runtime";
import { unbroken } from "@/lib/text/dates.ts";

/** A page's heading, which is its title in the browser too. */
export function Title({ children }: { children: string }) {
  return (
    <>
      <Head>
        <title>{children}</title>
      </Head>
      <h1>{unbroken(children)}</h1>
    </>
  );
}

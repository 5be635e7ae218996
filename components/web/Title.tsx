import { Head } from "fresh/runtime";
import { unbroken } from "@/lib/text/dates.ts";

/**
 * A page's heading, which is its title in the browser too.
 *
 * @param isError begins the title, which is read out first, with "Error:"
 */
export function Title({ children, isError = false }: { children: string; isError?: boolean }) {
  return (
    <>
      <Head>
        <title>{isError ? `Error: ${children}` : children}</title>
      </Head>
      <h1>{unbroken(children)}</h1>
    </>
  );
}

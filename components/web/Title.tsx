import { Head } from "fresh/runtime";
import { unbroken } from "@/lib/text/dates.ts";

/**
 * A page's heading, which is its title in the browser too.
 *
 * @param isError begins the title, which is read out first, with "Error:"
 * @param focused where a form led here: readers and keyboards go on from the heading, without a script
 */
export function Title(
  { children, isError = false, focused = false }: {
    children: string;
    isError?: boolean;
    focused?: boolean;
  },
) {
  return (
    <>
      <Head>
        <title>{isError ? `Error: ${children}` : children}</title>
      </Head>
      {focused
        ? <h1 tabIndex={-1} autofocus>{unbroken(children)}</h1>
        : <h1>{unbroken(children)}</h1>}
    </>
  );
}

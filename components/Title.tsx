import { Head } from "fresh/runtime";

/** A page's heading, which is its title in the browser too. */
export function Title({ children }: { children: string }) {
  return (
    <>
      <Head>
        <title>{children}</title>
      </Head>
      <h1>{children}</h1>
    </>
  );
}

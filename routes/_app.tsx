import { asset } from "fresh/runtime";
import { OfficeShell } from "@/components/web/OfficeShell.tsx";
import { SiteHeader } from "@/components/web/SiteHeader.tsx";
import { StaffNav } from "@/components/web/StaffNav.tsx";
import { typedIn } from "@/lib/find/found.ts";
import { define, type StaffState, type State } from "@/lib/web/define.ts";
import { roomOf, sheetsOf } from "@/lib/web/sheets.ts";

export default define.layout(function App({ Component, state, url }) {
  // Nobody's before somebody was let in.
  const { company, staff } = state as State & Partial<StaffState>;
  const room = roomOf(url.pathname);
  const isDesk = staff !== undefined && staff.role !== "technician";
  return (
    <html lang="en-CA" data-room={room}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>{company.name}</title>
        <meta
          name="description"
          content={`Maintenance visits at your home by ${company.name}: choose a time, or call us.`}
        />
        <link rel="icon" href={asset("/icons/icon.svg")} type="image/svg+xml" />
        <link
          rel="preload"
          href={asset("/fonts/atkinson-hyperlegible-next.woff2")}
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        {sheetsOf(room, isDesk).map((sheet) => (
          <link rel="stylesheet" href={asset(`/css/${sheet}.css`)} key={sheet} />
        ))}
        <link rel="stylesheet" href={`/brand.css?c=${company.brand_color.slice(1)}`} />
        {room === "tech" && staff?.role === "technician" && <OnThePhone company={company} />}
      </head>
      <body class={isDesk ? "desk" : undefined}>
        <a class="skip" href="#page">Skip to the page</a>
        <Top company={company} staff={staff} url={url} />
        <main id="page">
          <Component />
        </main>
      </body>
    </html>
  );
});

/** What a technician's phone keeps, so that it goes on without a signal. */
function OnThePhone({ company }: { company: State["company"] }) {
  return (
    <>
      <meta name="theme-color" content={company.brand_color} />
      <link rel="manifest" href="/tech/manifest.webmanifest" crossOrigin="use-credentials" />
      <link rel="apple-touch-icon" href={asset("/icons/icon-192.png")} />
      <script type="module" src={asset("/tech-page.js")} />
    </>
  );
}

/** What stands before the page: the rooms of whoever works here, or who we are and how to call us. */
function Top({ company, staff, url }: {
  company: State["company"];
  staff: StaffState["staff"] | undefined;
  url: URL;
}) {
  const path = url.pathname;
  if (staff === undefined) return <SiteHeader company={company} />;
  if (staff.role !== "technician") {
    const typed = path === "/office/search" ? typedIn(url.searchParams) : "";
    return <OfficeShell company={company} staff={staff} path={path} typed={typed} />;
  }
  return (
    <header>
      <StaffNav staff={staff} path={path} phone={company.phone} />
    </header>
  );
}

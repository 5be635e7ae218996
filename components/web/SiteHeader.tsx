import type { ComponentChildren } from "preact";
import type { Company } from "@/lib/database/shapes.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** Who we are and how to call us: on every page, in the same place; below it the ways of the staff. */
export function SiteHeader(
  { company, children }: { company: Company; children: ComponentChildren },
) {
  return (
    <header>
      <div class="site-header">
        <a class="site-name" href="/" aria-current="false">
          {company.logo_url
            ? <img src={company.logo_url} alt={company.name} height={48} />
            : company.name}
        </a>
        {company.phone !== "" && (
          <p class="site-phone">
            <span>Call us</span> <a href={phoneHref(company.phone)}>{company.phone}</a>
          </p>
        )}
      </div>
      {children}
    </header>
  );
}

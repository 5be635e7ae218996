import type { Company } from "@/lib/database/shapes.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** Who we are and how to call us: on every page of clients, in the same place. */
export function SiteHeader({ company }: { company: Company }) {
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
    </header>
  );
}

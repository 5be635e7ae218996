import { define } from "@/lib/web/define.ts";
import { brandPairs } from "@/lib/text/brand.ts";

/** The brand's colour as tokens. The colour is in the address, so an answer never changes. */
export const handler = define.handlers({
  GET(ctx) {
    const chosen = `#${ctx.url.searchParams.get("c") ?? ""}`;
    const hex = /^#[0-9a-fA-F]{6}$/.test(chosen) ? chosen : ctx.state.company.brand_color;
    const { light, dark } = brandPairs(hex);
    const css = `:root{--brand:${light.brand};--on-brand:${light.onBrand}}` +
      `@media (prefers-color-scheme:dark){:root{--brand:${dark.brand};--on-brand:${dark.onBrand}}}` +
      `@media print{:root{--brand:${light.brand};--on-brand:${light.onBrand}}}`;
    return new Response(css, {
      headers: {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
      },
    });
  },
});

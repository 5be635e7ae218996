import { defineStaff } from "@/lib/web/define.ts";

/** By which a phone puts the technician's pages among its apps. */
export const handler = defineStaff.handlers({
  GET({ state: { company } }) {
    const icon = (size: number, purpose: string) => ({
      src: `/icons/icon-${size}.png`,
      sizes: `${size}x${size}`,
      type: "image/png",
      purpose,
    });
    const manifest = {
      id: "/tech",
      name: `${company.name}: my day`,
      short_name: company.name.slice(0, 30),
      start_url: "/tech",
      scope: "/tech",
      display: "standalone",
      background_color: "#ffffff",
      theme_color: company.brand_color,
      icons: [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
    };
    return Response.json(manifest, { headers: { "Content-Type": "application/manifest+json" } });
  },
});

import type { JSX } from "preact";
import { brandPairs } from "@/lib/text/brand.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import type { Block, MailContent } from "./content.ts";
import type { MailCompany } from "./facts.ts";

interface MailPageProps {
  content: MailContent;
  company: MailCompany;
  /** To a client; the company's own people are told where the mail is switched off. */
  unsubscribeUrl?: string;
}

/** A whole mail. Tables carry the layout, because mail programs do not carry much else. */
export function MailPage({ content, company, unsubscribeUrl }: MailPageProps): JSX.Element {
  return (
    <html lang="en-CA">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{styles(company.brand_color)}</style>
      </head>
      <body>
        <div class="preview">{content.preview}</div>
        <table role="presentation" class="ground" width="100%" cellPadding="0" cellSpacing="0">
          <tr>
            <td align="center">
              <table role="presentation" class="sheet" width="100%" cellPadding="0" cellSpacing="0">
                <tr>
                  <td class="top">
                    {company.logo_url
                      ? <img class="logo" src={company.logo_url} alt={company.name} height="40" />
                      : <span class="brand">{company.name}</span>}
                  </td>
                </tr>
                <tr>
                  <td class="words" role="main">
                    <h1>{content.heading}</h1>
                    {content.blocks.map((block, index) => <MailBlock key={index} block={block} />)}
                    {unsubscribeUrl && (
                      <p>
                        Rather talk to us?{" "}
                        <a class="link phone" href={phoneHref(company.phone)}>{company.phone}</a>
                      </p>
                    )}
                  </td>
                </tr>
                <tr>
                  <td class="foot" role="contentinfo">
                    <p>
                      {company.sender_name}
                      <br />
                      {company.postal_address}
                    </p>
                    <p>
                      {content.switchedOff ??
                        <a class="link" href={unsubscribeUrl}>Stop reminder e-mails</a>}
                    </p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
}

function MailBlock({ block }: { block: Block }): JSX.Element {
  switch (block.block) {
    case "text":
      return <p>{block.text}</p>;
    case "title":
      return <h2>{block.text}</h2>;
    case "code":
      return <p class="note code">{block.text}</p>;
    case "note":
      return <p class="note">{block.text}</p>;
    case "link":
      return (
        <p>
          {block.text} <a class="link" href={block.href}>{block.label}</a>
        </p>
      );
    case "units":
      return (
        <>
          {block.units.map(({ name, line, link }) => (
            <p class="unit">
              <strong>{name}</strong>
              <br />
              {line}
              {link && (
                <>
                  <br />
                  <a class="link" href={link.href}>{link.label}</a>
                </>
              )}
            </p>
          ))}
        </>
      );
    case "details":
      return (
        <table class="details" width="100%" cellPadding="0" cellSpacing="0">
          {block.rows.map(([label, value]) => (
            <tr>
              <th class="label" scope="row">{label}</th>
              <td class="value">{value}</td>
            </tr>
          ))}
        </table>
      );
    case "amounts":
      return (
        <table class="details" width="100%" cellPadding="0" cellSpacing="0">
          {block.rows.map(([what, amount]) => (
            <tr>
              <th class="what" scope="row">{what}</th>
              <td class="amount">{amount}</td>
            </tr>
          ))}
        </table>
      );
    case "button":
      return (
        <table role="presentation" class="action" cellPadding="0" cellSpacing="0">
          <tr>
            <td class="button">
              <a class="button-link" href={block.href}>{block.label}</a>
            </td>
          </tr>
        </table>
      );
  }
}

/**
 * The styles of a mail. The light ones are inlined later; the dark ones stay in a media query, with
 * `!important` because inlined styles are stronger.
 */
function styles(brandColor: string): string {
  const { light, dark } = brandPairs(brandColor);
  return `
    body { margin: 0; padding: 0; background-color: #f1f3f4; color: #16191c; }
    .preview { display: none; max-height: 0; overflow: hidden; }
    .ground { background-color: #f1f3f4; padding: 16px 8px; }
    .sheet { max-width: 600px; background-color: #ffffff; border-radius: 8px;
      font-family: Verdana, Geneva, sans-serif; font-size: 18px; line-height: 1.5; color: #16191c; }
    .top, .words, .foot { text-align: left; }
    .top { padding: 24px 24px 0; }
    .logo { height: 40px; width: auto; border: 0; }
    .brand { color: ${light.brand}; font-weight: bold; }
    .words { padding: 8px 24px 16px; }
    h1 { font-size: 26px; line-height: 1.25; margin: 16px 0; }
    h2 { font-size: 20px; line-height: 1.3; margin: 24px 0 4px; }
    p { margin: 0 0 16px; overflow-wrap: anywhere; }
    .unit { padding-left: 12px; border-left: 4px solid ${light.brand}; }
    .note { padding: 12px 16px; border-radius: 8px; background-color: #f1f3f4; font-size: 16px; }
    .code { font-family: Consolas, Menlo, monospace; font-size: 15px; }
    .details { margin: 0 0 16px; border-collapse: collapse; }
    .label, .value, .what, .amount { padding: 8px 0; border-bottom: 1px solid #d5dade; text-align: left;
      vertical-align: top; }
    .label, .value { overflow-wrap: anywhere; }
    .label, .what { padding-right: 12px; font-weight: normal; color: #454c53; }
    .label { width: 38%; }
    .amount { text-align: right; white-space: nowrap; }
    tr:last-child > .what, tr:last-child > .amount { font-weight: bold; }
    .action { margin: 8px 0 24px; }
    .button { background-color: ${light.brand}; border-radius: 8px; }
    .button-link { display: inline-block; padding: 16px 28px; color: ${light.onBrand}; font-size: 20px;
      font-weight: bold; text-decoration: none; }
    .link { color: ${light.brand}; }
    .phone { font-weight: bold; white-space: nowrap; }
    .foot { padding: 16px 24px; border-top: 1px solid #d5dade; font-size: 15px; color: #454c53; }
    @media (prefers-color-scheme: dark) {
      body, .ground { background-color: #0b0d0f !important; }
      .sheet { background-color: #14171a !important; color: #f2f4f5 !important; }
      .brand, .link { color: ${dark.brand} !important; }
      .button { background-color: ${dark.brand} !important; }
      .button-link { color: ${dark.onBrand} !important; }
      .unit { border-left-color: ${dark.brand} !important; }
      .note { background-color: #1e2327 !important; }
      .label, .what, .foot { color: #b9c0c6 !important; }
      .label, .value, .what, .amount { border-bottom-color: #3a4147 !important; }
      .foot { border-top-color: #3a4147 !important; }
    }`;
}

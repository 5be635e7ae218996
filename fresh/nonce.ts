/** Key under which a rendered response carries its page's nonce. */
export const NONCE: unique symbol = Symbol.for("__freshNonce");

/** The same answer with another body. The page's nonce goes along, which stands in none of its headers. */
export function withBody(response: Response, body: BodyInit | null): Response {
  const { [NONCE]: nonce } = response as Response & { [NONCE]?: string };
  return Object.assign(new Response(body, response), nonce !== undefined && { [NONCE]: nonce });
}

/** Key under which a rendered response carries its page's nonce. */
export const NONCE: unique symbol = Symbol.for("__freshNonce");

/**
 * Texts that a browser keeps for us and nobody reads on the way: sealed with a secret, so that they are
 * neither read nor made up without it. AES-GCM; the secret must be random and long, as that of a link.
 */
const VECTOR_BYTES = 12;

async function keyOf(secret: string, use: KeyUsage): Promise<CryptoKey> {
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`sealed ${secret}`),
  );
  return await crypto.subtle.importKey("raw", digest, "AES-GCM", false, [use]);
}

/** A text that only {@linkcode unseal} with the same secret gives back; fit for a cookie. */
export async function seal(text: string, secret: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(VECTOR_BYTES));
  const key = await keyOf(secret, "encrypt");
  const hidden = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    key,
    new TextEncoder().encode(text),
  );
  return new Uint8Array([...iv, ...new Uint8Array(hidden)])
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The sealed text; null for what was not sealed with this secret. */
export async function unseal(sealed: string, secret: string): Promise<string | null> {
  try {
    const bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
    const iv = bytes.subarray(0, VECTOR_BYTES);
    const key = await keyOf(secret, "decrypt");
    const hidden = bytes.subarray(VECTOR_BYTES);
    return new TextDecoder().decode(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, hidden),
    );
  } catch {
    // No base64url, too short, or made up: whatever a stranger wrote.
    return null;
  }
}

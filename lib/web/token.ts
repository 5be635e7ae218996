/** What a token of Auth says. It is read, not verified: only of one that the project has accepted. Null for no token. */
export function payloadOf(token: string): unknown {
  try {
    const bytes = Uint8Array.fromBase64(token.split(".")[1], { alphabet: "base64url" });
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

import { isIP } from "node:net";

/**
 * The address that a request came from: as the proxy in front wrote it into the trusted header, else
 * the socket's. Proxies append, so of a list only the last entry is theirs. Empty for a socket
 * without addresses.
 */
export function clientAddress(
  headers: Headers,
  { remoteAddr }: Deno.ServeHandlerInfo,
  trustedHeader: string | undefined,
): string {
  const told = trustedHeader && headers.get(trustedHeader)?.split(",").at(-1)?.trim();
  if (told && isIP(told) !== 0) return told;
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}

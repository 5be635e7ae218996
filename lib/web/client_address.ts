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

/**
 * What one subscriber is given: an address of IPv4, also where it is written as one of IPv6, or the first
 * 64 bits of an IPv6 one. Anything else is left as it is.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head, tail] = address.split("%")[0].toLowerCase().split("::");
  const groups = (text?: string) => text ? text.split(":").flatMap(asGroups) : [];
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
  const [high, low] = all.slice(6);
  const isMapped = all.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return all.slice(0, 4).map((group) => group.toString(16)).join(":");
}

/** A part of an IPv6 address as 16-bit numbers; its end may be written as IPv4. */
function asGroups(part: string): number[] {
  if (!part.includes(".")) return [Number.parseInt(part, 16)];
  const [a, b, c, d] = part.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** "7Q4M 2XKD 9HVT 3R0P": a code as it is printed and read out. */
export function codeText(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1 ");
}

/** A code as it stands in an address: what people put between the letters is left out. */
export function codeInAddress(typed: string): string {
  return typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** A PDF that the browser opens by itself. That nobody keeps it on the way is said of every page of the staff (`staffOnly`). */
export function pdfResponse(bytes: Uint8Array, fileName: string): Response {
  return new Response(bytes as BodyInit, {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${fileName}"`,
    },
  });
}

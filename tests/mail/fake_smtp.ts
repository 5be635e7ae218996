import { SMTPServer } from "smtp-server";

export interface FakeSmtp {
  url: string;
  /** The bytes of every message whose body arrived. */
  received: string[];
  stop(): Promise<void>;
}

/** What the server does with a mail; an error with `responseCode` is its answer. */
export interface Manners {
  onRecipient?(): Error | undefined;
  /** Called when the body is there: the answer, or what cuts the line by never answering. */
  onBody?(nth: number, cut: () => void): Error | undefined | "silence";
  /** Cuts the line as soon as the server is spoken to. */
  cutAtStart?: boolean;
}

/** A real SMTP conversation on a loopback port. */
export async function startFakeSmtp(manners: Manners = {}): Promise<FakeSmtp> {
  const received: string[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onConnect(_session, done) {
      done(manners.cutAtStart ? new Error("not today") : null);
    },
    onRcptTo(_address, _session, done) {
      done(manners.onRecipient?.() ?? null);
    },
    onData(stream, _session, done) {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", async () => {
        received.push(await new Blob(chunks as BlobPart[]).text());
        const cut = () => sockets.forEach((socket) => socket.destroy());
        const answer = manners.onBody?.(received.length, cut);
        if (answer !== "silence") done(answer ?? null);
      });
    },
  });
  smtp.server.on("connection", (socket: { destroy(): void }) => sockets.add(socket));
  smtp.on("error", () => {});
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    stop() {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => smtp.close(() => resolve()));
    },
  };
}

/** An SMTP answer with this code. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

import { useEffect, useRef, useState } from "preact/hooks";

interface Line {
  file_name?: string;
  rows?: number;
  refused?: number;
  isTakingIn?: boolean;
  failed?: string;
}

/**
 * Has the files read and shows how far that is. Whoever closes the page comes back to it: what is half read goes on. Without
 * it the form's own button reads them all before it answers.
 *
 * @param isUnderWay whether a file is half read: then it goes on by itself
 */
export default function ReadFiles({ isUnderWay }: { isUnderWay: boolean }) {
  const mark = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState<Line | null>(null);
  const [isReading, setReading] = useState(false);

  useEffect(() => {
    const form = mark.current!.closest("form")!;
    const read = async () => {
      setReading(true);
      const failed = await readAll(setLine);
      if (failed === null) location.assign("/office/enrol?did=read");
      else setLine({ failed });
      setReading(false);
    };
    const onSubmit = (event: SubmitEvent) => {
      event.preventDefault();
      read();
    };
    form.addEventListener("submit", onSubmit);
    if (isUnderWay) read();
    return () => form.removeEventListener("submit", onSubmit);
  }, []);

  return (
    <div ref={mark} class="sending" role="status">
      {isReading && (
        <>
          <p>
            {line?.file_name
              ? `${line.file_name}: ${line.rows!.toLocaleString("en-CA")} rows${
                line.refused ? `, ${line.refused} of them to correct` : ""
              }${line.isTakingIn ? ", writing them down" : ""}`
              : "Reading begins."}
          </p>
          <progress aria-label="Reading" />
        </>
      )}
      {line?.failed && <p class="complaint">{line.failed}</p>}
    </div>
  );
}

/** Reads line by line how far it is. Resolves to why it stopped, or null at the end. */
async function readAll(tell: (line: Line) => void): Promise<string | null> {
  try {
    const answer = await fetch("/office/enrol/read.json", { method: "POST" });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) {
      location.assign("/office/enrol");
      return null;
    }
    let text = "";
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (text + piece).split("\n");
      text = lines.pop()!;
      for (const each of lines) {
        const line: Line = JSON.parse(each);
        if (line.failed) return line.failed;
        tell(line);
      }
    }
    return null;
  } catch {
    return "The connection was cut. What is read is kept: press the button to go on.";
  }
}

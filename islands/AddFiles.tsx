import { useEffect, useRef, useState } from "preact/hooks";
import { PART } from "@/lib/enrolment/parts.ts";
import { PAUSE } from "@/lib/enrolment/wizard/next_step.ts";

/** How far one file is. */
interface Sending {
  name: string;
  sent: number;
  size: number;
  problem?: string;
}

const PATH = "/office/enrol/upload.json";

/**
 * Sends files in parts as soon as they are chosen, or dropped on the form around it, and shows how far each is. A cut
 * connection is waited for. Without it the form's own button sends them whole.
 */
export default function AddFiles() {
  const mark = useRef<HTMLDivElement>(null);
  const [files, setFiles] = useState<Sending[]>([]);
  const [isCut, setCut] = useState(false);

  useEffect(() => {
    const form = mark.current!.closest("form")!;
    const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]")!;
    button.hidden = true;
    const send = async (chosen: File[]) => {
      if (chosen.length === 0) return;
      input.disabled = true;
      const all: Sending[] = chosen.map(({ name, size }) => ({ name, size, sent: 0 }));
      const show = (place: number, change: Partial<Sending>) => {
        all[place] = { ...all[place], ...change };
        setFiles([...all]);
      };
      setFiles(all);
      for (const [place, file] of chosen.entries()) {
        const problem = await sendFile(file, (sent) => show(place, { sent }), setCut);
        if (problem !== null) show(place, { problem });
      }
      // What did not come is said until somebody has read it.
      if (all.every(({ problem }) => problem === undefined)) location.assign("/office/enrol");
      else input.disabled = false;
    };
    const onChange = () => send([...input.files!]);
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      form.classList.remove("over");
      send([...event.dataTransfer!.files]);
    };
    const onOver = (event: DragEvent) => {
      event.preventDefault();
      form.classList.add("over");
    };
    const onLeave = () => form.classList.remove("over");
    input.addEventListener("change", onChange);
    form.addEventListener("drop", onDrop);
    form.addEventListener("dragover", onOver);
    form.addEventListener("dragleave", onLeave);
    // Somebody may have been faster than this script.
    onChange();
    return () => {
      input.removeEventListener("change", onChange);
      form.removeEventListener("drop", onDrop);
      form.removeEventListener("dragover", onOver);
      form.removeEventListener("dragleave", onLeave);
    };
  }, []);

  return (
    <div ref={mark}>
      {files.map(({ name, sent, size, problem }, place) => (
        <div class="sending" key={place}>
          <p role="status" class={problem === undefined ? undefined : "complaint"}>
            {problem === undefined && `${name}: `}
            {problem ?? (sent < size ? `${Math.round(sent / size * 100)} % sent` : "sent")}
          </p>
          {problem === undefined && <progress aria-label={name} max={size} value={sent} />}
        </div>
      ))}
      {isCut && <p role="status">There is no connection. This page tries again by itself.</p>}
      {files.some(({ problem }) => problem) && (
        <p>
          <a href="/office/enrol">Go on with the other files</a>
        </p>
      )}
    </div>
  );
}

/** Sends a file in parts. Resolves to why it was not taken, or null. */
async function sendFile(
  file: File,
  tell: (sent: number) => void,
  setCut: (isCut: boolean) => void,
): Promise<string | null> {
  const ask = async (fields: Record<string, string | Blob>) => {
    while (true) {
      const answer = await post(fields);
      setCut(answer === null);
      if (answer !== null) return answer;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  };
  const started = await ask({ do: "start", name: file.name, size: String(file.size) });
  if (started.problem) return started.problem;
  const upload = started.upload!;
  for (let from = 0; from < file.size; from += PART) {
    const bytes = file.slice(from, from + PART);
    const answer = await ask({ do: "part", upload, number: String(from / PART + 1), bytes });
    if (answer.problem) return answer.problem;
    tell(Math.min(from + PART, file.size));
  }
  return (await ask({ do: "whole", upload })).problem ?? null;
}

interface Answer {
  upload?: string;
  problem?: string;
}

/** The answer of the server; null where none came and it is worth trying again. */
async function post(fields: Record<string, string | Blob>): Promise<Answer | null> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const answer = await fetch(PATH, { method: "POST", body });
    if (answer.status === 429 || answer.status >= 500) return null;
    if (!answer.headers.get("Content-Type")?.includes("json")) {
      return { problem: "You are signed out. Sign in, then bring the files in again." };
    }
    return await answer.json();
  } catch {
    return null;
  }
}

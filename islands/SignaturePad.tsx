import { useEffect, useRef, useState } from "preact/hooks";
import { foundAgain, hold, saidBefore } from "@/lib/phone/pictures.ts";

/** The most that a drawing may weigh, in characters of base64: it travels with the rest of the form. */
const HEAVIEST = 40_000;

interface Point {
  x: number;
  y: number;
}

/**
 * A field to sign in with a finger, as one of the answers to "Who signs?". The drawing goes with the form, as base64 of a
 * PNG. It stays on the phone until the form is sent: a page that is dropped meanwhile shows it again. Without a script
 * there is none: the name is typed instead, as it is by keyboard.
 *
 * @param drawn a drawing that the form came back with
 */
export default function SignaturePad(
  { name, drawn, isChosen }: { name: string; drawn: string; isChosen: boolean },
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<Point[][]>([]);
  const [works, setWorks] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const [png, setPng] = useState(drawn);
  /** By which this phone keeps it; empty where nothing is drawn. */
  const [id, setId] = useState("");
  const [isKept, setIsKept] = useState(true);
  const [hasFound, setFound] = useState(false);

  const [wasChosen, setChosen] = useState(isChosen);

  useEffect(() => {
    setWorks(true);
    // Its choice is not on the page yet when the others are filled again.
    if (saidBefore(field.current!.form!, "method") === "drawn") setChosen(true);
  }, []);
  useEffect(() => {
    if (!works) return;
    if (drawn !== "") {
      showAgain(canvas.current!, drawn);
      keep(drawn);
      setFound(true);
    } else {
      foundAgain(field.current!.form!, name).then(([found]) => {
        if (found) takeAgain(found);
        setFound(true);
      });
    }
  }, [works]);
  const isAtFirst = useRef(true);
  useEffect(() => {
    if (!isAtFirst.current) field.current!.dispatchEvent(new Event("input", { bubbles: true }));
    isAtFirst.current = false;
  }, [id]);

  if (!works) return <input ref={field} type="hidden" name={name} value={png} />;

  function takeAgain(found: { id: string; bytes: ArrayBuffer }) {
    // Whoever has begun to sign anew does not sign over it.
    if (strokes.current.length > 0) return;
    const before = new TextDecoder().decode(found.bytes);
    showAgain(canvas.current!, before);
    setPng(before);
    setId(found.id);
  }
  async function keep(drawing: string) {
    setPng(drawing);
    const id = drawing && crypto.randomUUID();
    setId(id);
    if (id === "") return setIsKept(true);
    const bytes = new TextEncoder().encode(drawing).buffer;
    setIsKept(await hold(field.current!.form!, { id, bytes, taken_at: Date.now() }));
  }

  const place = ({ clientX, clientY }: PointerEvent): Point => {
    const box = canvas.current!.getBoundingClientRect();
    const scale = canvas.current!.width / box.width;
    return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
  };
  const begin = (event: PointerEvent) => {
    canvas.current!.setPointerCapture(event.pointerId);
    strokes.current.push([place(event)]);
  };
  const go = (event: PointerEvent) => {
    if (!canvas.current!.hasPointerCapture(event.pointerId)) return;
    const stroke = strokes.current.at(-1)!;
    stroke.push(place(event));
    draw(canvas.current!, stroke.slice(-2));
  };
  const end = (event: PointerEvent) => {
    if (!canvas.current!.hasPointerCapture(event.pointerId)) return;
    canvas.current!.releasePointerCapture(event.pointerId);
    draw(canvas.current!, strokes.current.at(-1)!);
    keep(pictureOf(canvas.current!));
  };
  const wipe = () => {
    strokes.current = [];
    canvas.current!.getContext("2d")!.clearRect(
      0,
      0,
      canvas.current!.width,
      canvas.current!.height,
    );
    keep("");
  };

  return (
    <div class="choice">
      <label>
        <input type="radio" name="method" value="drawn" defaultChecked={wasChosen} />
        <span>Draws here</span>
      </label>
      <div class="then">
        <canvas
          ref={canvas}
          class="pad"
          width={640}
          height={320}
          role="img"
          aria-label={png === "" ? "Signature pad, empty" : "Signature pad, signed"}
          onPointerDown={begin}
          onPointerMove={go}
          onPointerUp={end}
          onPointerCancel={end}
        />
        <input
          ref={field}
          type="hidden"
          name={name}
          value={png}
          data-picture={id || undefined}
          data-found={hasFound ? name : undefined}
        />
        {!isKept && (
          <p class="hint" role="status">
            There is no room to keep this on this phone: please finish before you leave this page.
          </p>
        )}
        <p>
          <button type="button" class="quiet" onClick={wipe}>Wipe and sign again</button>
        </p>
      </div>
    </div>
  );
}

/** Draws a line through these points; a dot where there is one. */
function draw(canvas: HTMLCanvasElement, points: Point[]) {
  const pen = canvas.getContext("2d")!;
  pen.strokeStyle = "#10151b";
  pen.lineWidth = 4;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(points[0].x, points[0].y);
  for (const { x, y } of points.length === 1 ? points : points.slice(1)) pen.lineTo(x, y);
  pen.stroke();
}

function showAgain(canvas: HTMLCanvasElement, png: string) {
  const picture = new Image();
  picture.onload = () =>
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.src = `data:image/png;base64,${png}`;
}

/** The drawing as base64 of a PNG, smaller until it is light enough. */
function pictureOf(canvas: HTMLCanvasElement): string {
  const png = canvas.toDataURL("image/png").split(",")[1];
  if (png.length <= HEAVIEST) return png;
  const smaller = document.createElement("canvas");
  smaller.width = canvas.width / 2;
  smaller.height = canvas.height / 2;
  smaller.getContext("2d")!.drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return pictureOf(smaller);
}

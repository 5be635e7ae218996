import { useEffect, useRef, useState } from "preact/hooks";
import { type Found, foundAgain, hold } from "@/lib/phone/pictures.ts";
import { MOST_PHOTOS, NO_ROOM, weightText } from "@/lib/visits/photo_words.ts";
import { pictureOf, type Shrunk, shrunk } from "@/lib/visits/shrink_photo.ts";

interface Props {
  /** "photo", or "photo-3" of a line. */
  field: string;
  /** What it is a photo of, for whoever does not see where it stands. */
  label: string;
  /** How many photos of the visit are kept already. */
  kept: number;
  hasCaption?: boolean;
}

/**
 * Fields for photos. Each photo is made small on the phone, before the form takes it along, and loses where it was taken.
 * It stays on the phone until the form is sent: a page that is dropped meanwhile shows it again.
 * Without a script there is one field, and the camera's own file goes with the form.
 */
export default function PhotoField(props: Props) {
  const [works, setWorks] = useState(false);
  const [places, setPlaces] = useState<{ n: number; before?: Found }[]>([{ n: 0 }]);
  const [hasFound, setFound] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const formOf = () => box.current!.closest("form")!;
  useEffect(() => {
    setWorks(true);
    foundAgain(formOf(), props.field).then((found) => {
      setFound(true);
      if (found.length === 0) return;
      const again = found.map((before, n) => ({ n: n + 1, before }));
      setPlaces((empty) => [...again, ...empty]);
    });
  }, []);
  const isAtFirst = useRef(true);
  useEffect(() => {
    if (!isAtFirst.current) sayChanged(formOf());
    isAtFirst.current = false;
  }, [places]);

  const add = () =>
    setPlaces((before) => [...before, { n: Math.max(...before.map(({ n }) => n)) + 1 }]);
  const drop = (place: number) => {
    setPlaces((before) => before.filter(({ n }) => n !== place));
    box.current!.querySelector<HTMLInputElement>("label:not([hidden]) input")?.focus();
  };
  return (
    <div class="photos" ref={box} data-found={hasFound ? props.field : undefined}>
      {places.map(({ n, before }) => (
        <Place
          {...props}
          key={n}
          id={n === 0 ? props.field : `${props.field}-${n}`}
          before={before}
          works={works}
          onTaken={add}
          onDropped={() => drop(n)}
        />
      ))}
    </div>
  );
}

type State = { is: "empty" | "working" } | { is: "refused"; words: string } | {
  is: "taken";
  photo: Shrunk;
  at: string;
  /** By which this phone keeps it. */
  id: string;
  isKept: boolean;
};

const UNREADABLE =
  "That is no photo that this phone can read, or it is broken. Please take it again.";
const WORKING = "Making the photo smaller …";

/** To whoever keeps what a form says (`lib/phone/typed.ts`). */
const sayChanged = (form: HTMLFormElement) =>
  form.dispatchEvent(new Event("input", { bubbles: true }));

/** Room for one photo. */
function Place({ id, field, label, kept, hasCaption, before, works, onTaken, onDropped }: Props & {
  id: string;
  /** What it had before the page was dropped. */
  before?: Found;
  works: boolean;
  onTaken: () => void;
  onDropped: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const remove = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<State>({ is: "empty" });
  const isTaken = state.is === "taken";

  async function take() {
    const taking = input.current!;
    const [file] = taking.files!;
    if (!file) return setState({ is: "empty" });
    if (photosIn(taking.form!) + kept > MOST_PHOTOS) return refuse(NO_ROOM);
    // Until it is small the form waits.
    taking.setCustomValidity(WORKING);
    setState({ is: "working" });
    const photo = await shrunk(file).catch(() => null);
    taking.setCustomValidity("");
    if (photo === null) return refuse(UNREADABLE);
    const at = new Date(file.lastModified).toISOString();
    const id = crypto.randomUUID();
    give(photo.file);
    setState({ is: "taken", photo, at, id, isKept: true });
    onTaken();
    const bytes = await photo.file.arrayBuffer();
    const isKept = await hold(taking.form!, { id, bytes, taken_at: file.lastModified });
    setState((now) => now.is === "taken" ? { ...now, isKept } : now);
  }
  function give(file: File) {
    const files = new DataTransfer();
    files.items.add(file);
    input.current!.files = files.files;
  }
  async function takeAgain({ id, bytes, taken_at }: Found) {
    const file = new File([bytes], "photo.jpg", { type: "image/jpeg", lastModified: taken_at });
    give(file);
    const picture = await pictureOf(file);
    const at = new Date(taken_at).toISOString();
    setState({ is: "taken", photo: { file, picture }, at, id, isKept: true });
  }
  function refuse(words: string) {
    input.current!.value = "";
    setState({ is: "refused", words });
  }
  useEffect(() => {
    if (before) takeAgain(before);
  }, []);
  useEffect(() => {
    if (!isTaken) return;
    sayChanged(input.current!.form!);
    // Whoever came back to a page looks at it from its beginning.
    if (!before) remove.current!.focus();
  }, [isTaken]);

  return (
    <div class={isTaken ? "photo-place taken" : "photo-place"}>
      <label class={works ? "photo" : undefined} for={id} hidden={isTaken}>
        {works && <span aria-hidden="true">+ Photo</span>}
        <span class={works ? "unseen" : undefined}>{label}</span>
        <input
          ref={input}
          id={id}
          type="file"
          name={field}
          data-picture={isTaken ? state.id : before?.id}
          accept="image/*"
          capture="environment"
          onChange={take}
        />
      </label>
      {isTaken && <Thumb picture={state.photo.picture} label={label} />}
      <input
        type="hidden"
        name={field.replace("photo", "taken")}
        value={isTaken ? state.at : ""}
      />
      {hasCaption && (!works || isTaken) && (
        <p class="field">
          <label for={`${id}-caption`}>What it shows</label>
          <input
            id={`${id}-caption`}
            name={field.replace("photo", "caption")}
            defaultValue={before?.caption}
            maxLength={200}
          />
        </p>
      )}
      {hasCaption && works && !isTaken && (
        <input
          type="hidden"
          name={field.replace("photo", "caption")}
          value={before?.caption ?? ""}
        />
      )}
      <p role="status" class={state.is === "refused" ? "complaint" : "hint"}>
        {state.is === "working" && WORKING}
        {state.is === "refused" && state.words}
        {isTaken && takenText(state.photo.file.size, state.isKept)}
      </p>
      {isTaken && (
        <button ref={remove} type="button" class="quiet" onClick={onDropped}>
          Remove<span class="unseen">: {label}</span>
        </button>
      )}
    </div>
  );
}

const takenText = (size: number, isKept: boolean) =>
  `Photo taken, ${weightText(size)}. ` +
  (isKept
    ? "It goes along when you save."
    : "There is no room to keep it on this phone: please save before you leave this page.");

/** How many photos a form takes along. */
const photosIn = (form: HTMLFormElement) =>
  [...form.querySelectorAll<HTMLInputElement>("input[type=file]")]
    .filter(({ files }) => files!.length > 0).length;

function Thumb({ picture, label }: { picture: HTMLCanvasElement; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = 176 / Math.max(picture.width, picture.height);
  useEffect(() => {
    const { width, height } = canvas.current!;
    canvas.current!.getContext("2d")!.drawImage(picture, 0, 0, width, height);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      class="thumb-photo"
      width={Math.max(1, Math.round(picture.width * scale))}
      height={Math.max(1, Math.round(picture.height * scale))}
      role="img"
      aria-label={`${label}, taken`}
    />
  );
}

import { useEffect, useRef, useState } from "preact/hooks";
import { MOST_PHOTOS, NO_ROOM, weightText } from "@/lib/visits/photo_words.ts";
import { type Shrunk, shrunk } from "@/lib/visits/shrink_photo.ts";

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
 * Without a script there is one field, and the camera's own file goes with the form.
 */
export default function PhotoField(props: Props) {
  const [works, setWorks] = useState(false);
  const [places, setPlaces] = useState([0]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => setWorks(true), []);

  const add = () => setPlaces((before) => [...before, before.at(-1)! + 1]);
  const drop = (place: number) => {
    setPlaces((before) => before.filter((each) => each !== place));
    box.current!.querySelector<HTMLInputElement>("label:not([hidden]) input")?.focus();
  };
  return (
    <div class="photos" ref={box}>
      {places.map((place) => (
        <Place
          {...props}
          key={place}
          id={place === 0 ? props.field : `${props.field}-${place}`}
          works={works}
          onTaken={add}
          onDropped={() => drop(place)}
        />
      ))}
    </div>
  );
}

type State = { is: "empty" | "working" } | { is: "refused"; words: string } | {
  is: "taken";
  photo: Shrunk;
  at: string;
};

const UNREADABLE =
  "That is no photo that this phone can read, or it is broken. Please take it again.";
const WORKING = "Making the photo smaller …";

/** Room for one photo. */
function Place({ id, field, label, kept, hasCaption, works, onTaken, onDropped }: Props & {
  id: string;
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
    const files = new DataTransfer();
    files.items.add(photo.file);
    taking.files = files.files;
    setState({ is: "taken", photo, at: new Date(file.lastModified).toISOString() });
    onTaken();
  }
  function refuse(words: string) {
    input.current!.value = "";
    setState({ is: "refused", words });
  }
  useEffect(() => {
    if (isTaken) remove.current!.focus();
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
            maxLength={200}
          />
        </p>
      )}
      {hasCaption && works && !isTaken && (
        <input type="hidden" name={field.replace("photo", "caption")} value="" />
      )}
      <p role="status" class={state.is === "refused" ? "complaint" : "hint"}>
        {state.is === "working" && WORKING}
        {state.is === "refused" && state.words}
        {isTaken &&
          `Photo taken, ${weightText(state.photo.file.size)}. It goes along when you save.`}
      </p>
      {isTaken && (
        <button ref={remove} type="button" class="quiet" onClick={onDropped}>
          Remove<span class="unseen">: {label}</span>
        </button>
      )}
    </div>
  );
}

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

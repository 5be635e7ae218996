import PhotoField from "@/islands/PhotoField.tsx";
import { weightText } from "@/lib/visits/photo_words.ts";
import type { Photo } from "@/lib/visits/photos.ts";

/** Photos of a visit whose report is being written, and where each is looked at. */
export interface TakenPhotos {
  /** The page of the visit, below which they are. */
  at: string;
  photos: Photo[];
}

/** "Photo 2 of line 3", "Photo 1: The hallway" */
function nameOf(photo: Photo, photos: Photo[]): string {
  const { line, caption } = photo;
  const number = photos.filter((each) => each.line === line).indexOf(photo) + 1;
  const name = line === null ? `Photo ${number}` : `Photo ${number} of line ${line}`;
  return caption ? `${name}: ${caption}` : name;
}

const hrefOf = (at: string, { file_id }: Photo) => `${at}/photos/${file_id}`;

/** Photos that are kept, in words: a page at the door loads none of them. Its form drops them by their button. */
export function KeptPhotos({ at, photos }: TakenPhotos) {
  if (photos.length === 0) return null;
  return (
    <ul class="kept-photos">
      {photos.map((photo) => (
        <li key={photo.file_id}>
          <span class="mark done">
            <a href={hrefOf(at, photo)} target="_blank">{nameOf(photo, photos)}</a>
          </span>{" "}
          kept, {weightText(photo.bytes)}{" "}
          <button type="submit" class="quiet" name="remove" value={photo.file_id}>
            Remove<span class="unseen">{nameOf(photo, photos)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The photos of one line, and room for another. */
export function LinePhotos({ at, photos, position }: TakenPhotos & { position: number }) {
  return (
    <>
      <KeptPhotos at={at} photos={photos.filter(({ line }) => line === position)} />
      <PhotoField
        field={`photo-${position}`}
        label={`Photo of line ${position}`}
        kept={photos.length}
      />
    </>
  );
}

/** All photos of the visit, and room for one of the visit as a whole. */
export function VisitPhotos(
  { at, photos, complaint }: TakenPhotos & { complaint?: string },
) {
  return (
    <fieldset
      id="photos"
      class="flow"
      aria-describedby={complaint ? "photos-complaint" : undefined}
    >
      <legend>
        <h2>Photos</h2>
      </legend>
      {complaint && <p class="complaint" id="photos-complaint">{complaint}</p>}
      <KeptPhotos at={at} photos={photos} />
      <PhotoField
        field="photo"
        label="Photo of the unit or the place"
        kept={photos.length}
        hasCaption
      />
    </fieldset>
  );
}

/** Photos as they are: each is opened large by itself. */
export function PhotoGallery({ at, photos }: TakenPhotos) {
  if (photos.length === 0) return null;
  return (
    <ul class="gallery">
      {photos.map((photo) => (
        <li key={photo.file_id}>
          <a href={hrefOf(at, photo)} target="_blank">
            <img
              src={hrefOf(at, photo)}
              alt={nameOf(photo, photos)}
              width="160"
              height="120"
              loading="lazy"
            />
          </a>
          <small>{nameOf(photo, photos)}</small>
        </li>
      ))}
    </ul>
  );
}

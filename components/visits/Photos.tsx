import { photoHref, photoName, type TakenPhotos } from "@/components/web/PhotoGallery.tsx";
import PhotoField from "@/islands/PhotoField.tsx";
import { weightText } from "@/lib/visits/photo_words.ts";

/** Photos that are kept, in words: a page at the door loads none of them. Its form drops them by their button. */
export function KeptPhotos({ at, photos }: TakenPhotos) {
  if (photos.length === 0) return null;
  return (
    <ul class="kept-photos">
      {photos.map((photo) => (
        <li key={photo.file_id}>
          <span class="mark done">
            <a href={photoHref(at, photo)} target="_blank">{photoName(photo, photos)}</a>
          </span>{" "}
          kept, {weightText(photo.bytes)}{" "}
          <button type="submit" class="quiet" name="remove" value={photo.file_id}>
            Remove<span class="unseen">{photoName(photo, photos)}</span>
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

/** All photos of the visit, or the repair, and room for one of it as a whole. */
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

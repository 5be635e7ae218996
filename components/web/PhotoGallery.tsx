import type { Photo } from "@/lib/database/photo.ts";

/** Photos of a visit, or a repair, and where each is looked at. */
export interface TakenPhotos {
  /** The page of it, below which they are. */
  at: string;
  photos: Photo[];
}

/** "Photo 2 of line 3", "Photo 1: The hallway" */
export function photoName(photo: Photo, photos: Photo[]): string {
  const { line, caption } = photo;
  const number = photos.filter((each) => each.line === line).indexOf(photo) + 1;
  const name = line === null ? `Photo ${number}` : `Photo ${number} of line ${line}`;
  return caption ? `${name}: ${caption}` : name;
}

export const photoHref = (at: string, { file_id }: Photo) => `${at}/photos/${file_id}`;

/** Photos as they are: each is opened large by itself. */
export function PhotoGallery({ at, photos }: TakenPhotos) {
  if (photos.length === 0) return null;
  return (
    <ul class="gallery">
      {photos.map((photo) => (
        <li key={photo.file_id}>
          <a href={photoHref(at, photo)} target="_blank">
            <img
              src={photoHref(at, photo)}
              alt={photoName(photo, photos)}
              width="160"
              height="120"
              loading="lazy"
            />
          </a>
          <small>{photoName(photo, photos)}</small>
        </li>
      ))}
    </ul>
  );
}

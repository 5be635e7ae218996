/** Bytes of one part of an upload: with what base64 adds to it a request stays small. */
export const PART = 384 * 1024;

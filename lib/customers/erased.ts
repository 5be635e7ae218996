/** Why nothing is written down about a client who was erased. */
export const ERASED =
  "This client was erased at their wish. Nothing more can be written down about them.";

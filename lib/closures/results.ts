/** How a call went, in a word or two. */
export const RESULTS_SHORT: Record<string, string> = {
  booked: "Booked",
  no_answer: "No answer",
  left_message: "Left a message",
  call_later: "Call later",
  declined: "Not this time",
  wrong_number: "Wrong number",
  moved: "Has moved",
  sold: "No longer has it",
  deceased: "Has died",
  hospital: "In hospital",
  spoke: "Told",
  letter: "Letter printed",
};

/** How clients are reached, in the few words of a list. */
export const REACH_CHOICES = [
  { value: "email", label: "E-mail" },
  { value: "phone", label: "Phone" },
  { value: "letter", label: "Letter" },
  { value: "relay", label: "Relay service" },
  { value: "caregiver", label: "Only a contact" },
];

/** "E-mail" */
export function reachText(value: string): string {
  return REACH_CHOICES.find((each) => each.value === value)?.label ?? value;
}

import { between, type Setting } from "./setting.ts";

/** What the company says of itself, and how clients are visited. */
export const TOWARD_CLIENTS = {
  company_name: {
    kind: "text",
    label: "Company name",
    says: "Stands on every page, letter and certificate.",
    complaint: "Please enter a name, on one line of at most 200 characters.",
    most: 200,
  },
  phone: {
    kind: "text",
    label: "Phone",
    says: "The number clients are asked to call, on every page and in every mail.",
    complaint: "Please enter a number with its area code, such as 905-555-0100.",
    most: 40,
  },
  postal_address: {
    kind: "text",
    label: "Postal address",
    says: "The letterhead, and the foot of every mail, where the law asks for it.",
    complaint: "Please enter an address, on one line of at most 300 characters.",
    most: 300,
  },
  brand_color: {
    kind: "colour",
    label: "Colour",
    says: "Of buttons and links. Text on it turns light or dark by itself.",
    complaint: "Please choose a colour.",
  },
  logo_url: {
    kind: "text",
    label: "Logo",
    says:
      "The address of a picture for the top of clients' pages, such as https://www.example.com/logo.png. Empty: the name alone.",
    complaint: "Please enter an address that begins with https://, or leave it empty.",
    isOptional: true,
    most: 500,
  },
  public_url: {
    kind: "text",
    label: "Address of the booking site",
    says:
      "Links in mails and letters begin with it, such as https://book.example.com. A wrong one makes every new link useless.",
    complaint:
      "Please enter an address such as https://book.example.com, with nothing after the name.",
    most: 300,
  },
  time_zone: {
    kind: "text",
    label: "Time zone",
    says:
      "A day is a day here: due dates, working hours and mails go by it. A region and a city, such as America/Toronto.",
    complaint: "Please enter a region and a city, such as America/Toronto.",
    most: 60,
  },
  booking_horizon_days: {
    kind: "number",
    label: "Clients book ahead",
    says: "How far ahead clients are offered times. With 60, on June 1 until July 31.",
    complaint: "Please enter a number from 1 to 180, and no more than the office books ahead.",
    unit: "days",
  },
  staff_horizon_days: {
    kind: "number",
    label: "The office books ahead",
    says: "Staff see further than clients, so that the next visit can be booked at this one.",
    complaint: "Please enter a number from 1 to 360, and no less than clients book ahead.",
    unit: "days",
  },
  minimum_notice_hours: {
    kind: "number",
    label: "Notice before a visit",
    says: "No client books a time that begins sooner. With 24, nobody books for this afternoon.",
    complaint: between(0, 336),
    unit: "hours",
  },
  change_cutoff_hours: {
    kind: "number",
    label: "Clients change until",
    says:
      "Until so long before a visit clients move or cancel it themselves; later the page asks them to call.",
    complaint: between(0, 336),
    unit: "hours before",
  },
  arrival_window_minutes: {
    kind: "number",
    label: "Arrival window",
    says: "What is promised: with 30, a visit at 9:00 is told as between 9:00 and 9:30.",
    complaint: between(0, 480),
    unit: "minutes",
  },
  household_days: {
    kind: "number",
    label: "One visit for a household",
    says: "Other units at the same address due within so many days can be added to the visit.",
    complaint: between(0, 365),
    unit: "days",
  },
  slot_step_minutes: {
    kind: "number",
    label: "Visits begin every",
    says: "With 15, at 9:00, 9:15, 9:30 and so on.",
    complaint: between(5, 120),
    unit: "minutes",
  },
  wait_minutes_per_day: {
    kind: "number",
    label: "A day sooner is worth",
    says:
      "How much more driving is accepted to come a day sooner. Small: times close to other stops come first. Large: the soonest come first.",
    complaint: "Please enter a number above 0, such as 3.",
    unit: "minutes of driving",
  },
  service_area_km: {
    kind: "number",
    label: "Service area",
    says:
      "Who lives farther from every technician is called instead of being offered times. Empty: no limit.",
    complaint: "Please enter a number from 1 to 5000, or leave it empty.",
    unit: "km",
    isOptional: true,
  },
  tell_clients_on_absence: {
    kind: "switch",
    label: "Mail clients when we cannot come",
    says:
      "An absence over booked visits mails those clients to choose another time. Off: the office calls them all; the visits are on the work list either way.",
    complaint: "",
  },
} satisfies Record<string, Setting>;

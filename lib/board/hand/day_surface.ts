/** A day's lanes: each answers at the height of what is in the hand. While it moves, only transforms and words change. */
import type { ToldPlaces } from "../told.ts";
import { dayOf, type Lane, laneOf, snap, spanText, timeText } from "./spots.ts";
import type { Answer, Surface } from "./surface.ts";

interface Shown {
  technician: string;
  name: string;
  left: number;
  right: number;
  answers: Lane;
  box: HTMLLIElement;
  word: HTMLElement;
  more: HTMLElement;
  said: string;
}

export function daySurface(root: HTMLElement, minutes: number, step: number): Surface {
  const area = root.querySelector<HTMLElement>(".day-board")!;
  const [from, to] = [Number(area.dataset.from), Number(area.dataset.to)];
  const sections = [...area.querySelectorAll<HTMLElement>("[data-lane]")]
    .filter((lane) => lane.offsetParent !== null);
  const day = sections[0].dataset.day!;
  const body = sections[0].querySelector("ol")!.getBoundingClientRect();
  const perMinute = body.height / (to - from);
  const top = body.top + scrollY;
  const firstScroll = area.scrollLeft;
  let shift = 0;
  const lanes = sections.map((lane): Shown => {
    const { left, right } = lane.getBoundingClientRect();
    const box = document.createElement("li");
    box.className = "preview moving";
    box.style.blockSize = `${Math.max(minutes * perMinute, 44)}px`;
    const [word, more] = [document.createElement("span"), document.createElement("small")];
    word.className = "mark";
    box.append(word, more);
    return {
      technician: lane.dataset.lane!,
      name: lane.dataset.name!,
      left: left + scrollX,
      right: right + scrollX,
      answers: [],
      box,
      word,
      more,
      said: "",
    };
  });

  function say(lane: Shown, minute: number): Answer {
    const answer = lane.answers[Math.round(minute / step)];
    const fits = answer?.fits ?? false;
    const word = fits ? `Fits ${spanText(minute, minutes)}` : answer?.word ?? "Outside the day";
    const more = answer?.more ?? "";
    const said = word + more;
    if (said !== lane.said) {
      lane.said = said;
      lane.word.textContent = word;
      lane.more.textContent = more;
      lane.word.className = fits ? "mark done" : "mark failed";
      lane.box.classList.toggle("fits", fits);
    }
    const joint = fits ? ", " : ". ";
    const text = [answer?.word ?? word, more].filter(Boolean).join(joint);
    return { fits, text: `${lane.name}, ${timeText(minute)}: ${text}${fits ? "." : ""}` };
  }

  return {
    show(told: ToldPlaces) {
      for (const [index, lane] of lanes.entries()) {
        lane.answers = laneOf(dayOf(told, lane.technician, day), step);
        sections[index].querySelector("ol")!.append(lane.box);
      }
    },
    at(x, y) {
      const across = x + shift;
      const lane = lanes.find(({ left, right }) => across >= left && across < right);
      if (lane === undefined) return null;
      const minute = snap(from + (y - top) / perMinute, step, from, to);
      return { technician: lane.technician, day, minute };
    },
    mark({ technician, minute }) {
      let here: Answer = { fits: false, text: "" };
      for (const lane of lanes) {
        lane.box.style.transform = `translateY(${(minute! - from) * perMinute}px)`;
        const answer = say(lane, minute!);
        const isHere = lane.technician === technician;
        lane.box.classList.toggle("here", isHere);
        if (isHere) here = answer;
      }
      return here;
    },
    step(spot, key) {
      const at = lanes.findIndex(({ technician }) => technician === spot.technician);
      const across = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
      const down = { ArrowUp: -step, ArrowDown: step }[key] ?? 0;
      const lane = lanes[Math.min(Math.max(at + across, 0), lanes.length - 1)];
      return {
        technician: lane.technician,
        day,
        minute: snap(spot.minute! + down, step, from, to),
      };
    },
    first(told) {
      const here = lanes.map(({ technician }) => technician);
      if (told.first && told.first.day === day && here.includes(told.first.technician)) {
        return told.first;
      }
      for (const technician of here) {
        const best = dayOf(told, technician, day)?.best;
        if (best) return { technician, day, minute: best.minute };
      }
      return { technician: here[0], day, minute: snap(9 * 60, step, from, to) };
    },
    scrolled() {
      shift = area.scrollLeft - firstScroll;
    },
    end() {
      for (const { box } of lanes) box.remove();
    },
  };
}

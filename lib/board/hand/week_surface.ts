/** A week's days: each says its best place, or why it has none. */
import type { ToldPlaces } from "../told.ts";
import { dayOf, type Spot } from "./spots.ts";
import type { Answer, Surface } from "./surface.ts";

interface Cell {
  technician: string;
  name: string;
  day: string;
  label: string;
  row: number;
  column: number;
  box: DOMRect;
  place: HTMLElement;
  cell: HTMLElement;
  minute: number | null;
  said: string;
}

export function weekSurface(root: HTMLElement): Surface {
  const area = root.querySelector<HTMLElement>(".wide")!;
  const rows = [...area.querySelectorAll<HTMLTableRowElement>("tbody tr")]
    .filter((row) => row.offsetParent !== null);
  let [x0, y0, first] = [scrollX, scrollY, area.scrollLeft];
  let shift = 0;
  let marked: Cell | undefined;
  const cells = rows.flatMap((row, index) =>
    [...row.querySelectorAll<HTMLElement>("[data-lane]")].map((cell, column): Cell => {
      const place = document.createElement("p");
      place.className = "place moving";
      return {
        technician: cell.dataset.lane!,
        name: cell.dataset.name!,
        day: cell.dataset.day!,
        label: cell.dataset.label!,
        row: index,
        column,
        box: cell.getBoundingClientRect(),
        place,
        cell,
        minute: null,
        said: "",
      };
    })
  );
  const find = ({ technician, day }: Spot) =>
    cells.find((each) => each.technician === technician && each.day === day);
  const spotOf = ({ technician, day, minute }: Cell): Spot => ({ technician, day, minute });

  return {
    show(told: ToldPlaces) {
      for (const each of cells) {
        const known = dayOf(told, each.technician, each.day);
        each.minute = known?.best?.minute ?? null;
        each.said = known?.best?.text ?? known?.why ?? "No place";
        const mark = document.createElement("span");
        mark.className = known?.best ? "mark done" : "mark failed";
        mark.textContent = each.said;
        each.place.classList.toggle("fits", each.minute !== null);
        each.place.append(mark);
        each.cell.append(each.place);
      }
      // The answers took room: the cells are elsewhere now.
      [x0, y0, first, shift] = [scrollX, scrollY, area.scrollLeft, 0];
      for (const each of cells) each.box = each.cell.getBoundingClientRect();
    },
    at(x, y) {
      const [across, down] = [x - x0 + shift, y - y0];
      const cell = cells.find(({ box }) =>
        across >= box.left && across < box.right && down >= box.top && down < box.bottom
      );
      return cell ? spotOf(cell) : null;
    },
    mark(spot) {
      const cell = find(spot);
      if (cell !== marked) {
        marked?.place.classList.remove("here");
        cell?.place.classList.add("here");
        marked = cell;
      }
      return cell
        ? {
          fits: cell.minute !== null,
          text: `${cell.name}, ${cell.label}: ${cell.said}`,
        } as Answer
        : { fits: false, text: "" };
    },
    step(spot, key) {
      const here = find(spot) ?? cells[0];
      const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
      const across = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
      const there = cells.find(({ row, column }) =>
        row === here.row + down && column === here.column + across
      );
      return spotOf(there ?? here);
    },
    first(told) {
      const best = told.first && find({ ...told.first });
      return spotOf(best ?? cells.find(({ minute }) => minute !== null) ?? cells[0]);
    },
    scrolled() {
      shift = area.scrollLeft - first;
    },
    end() {
      for (const { place } of cells) place.remove();
    },
  };
}

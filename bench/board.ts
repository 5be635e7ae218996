/**
 * Carrying a card over a full board, in a browser: ten technicians with six stops each, and with as many as a day of
 * quarters of an hour holds. Answers are looked up in what was told when the card was picked up. Fails where a task of
 * the main thread takes longer than 50 ms at the size that is the goal, or a move asks the server anything. Writes `bench/results.json`.
 */
import { BOARD_SIZES, carryOver } from "./board/carry.ts";
import { saveResults } from "./support/results.ts";

const figures = await carryOver(BOARD_SIZES);
console.table(figures);
await saveResults("board", figures);
const [goal] = Object.values(figures);
Deno.exit(goal.tasks_over_50 === 0 && goal.requests === 0 ? 0 : 1);

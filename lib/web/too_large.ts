/** How long the connection of a refused body stays, in milliseconds: its sender is to read why. */
const LINGER = 1000;

/**
 * Serves as `handler` does, and where that answers 413 closes the connection, so that nobody takes the rest of
 * the body. A body that is cancelled before its answer is sent is taken to its end by Deno, however far that is.
 */
export function closeOnTooLarge(handler: Deno.ServeHandler): Deno.ServeHandler {
  return async (request, info) => {
    const answer = await handler(request, info);
    if (answer.status !== 413) return answer;
    const { body } = request;
    const close = () => void body?.cancel().catch(() => {}); // its sender may have gone
    const linger = () => Deno.unrefTimer(setTimeout(close, LINGER));
    info.completed.then(linger, close);
    return answer;
  };
}

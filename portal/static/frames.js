// Much work in small pieces, so that the page goes on answering meanwhile.

/** Milliseconds of work before the page gets its turn. */
const PIECE = 12;

/** The page's turn. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Do `act` for each of the items, as many at a time as take no longer than a piece; `wanted()` says whether it is still asked for. */
export const inPieces = async (items, act, wanted = () => true) => {
  let until = performance.now() + PIECE;
  for (const item of items) {
    if (performance.now() > until) {
      await pause();
      if (!wanted()) return;
      until = performance.now() + PIECE;
    }
    act(item);
  }
};

// What the service takes at once.

/** Plans whose ledgers are given in one reply, and plans in an address. */
export const TOGETHER = 50;

/** Where the present instant comes from; tests inject their own. Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** The input is not what it should be at all, so that nothing can be said about it. The message is for a person. */
export class UnreadableInput extends Error {}

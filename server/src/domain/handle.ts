/** A store's name in addresses: 1 to 64 of a-z 0-9 and -, neither first nor last a -. */
export const HANDLE = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

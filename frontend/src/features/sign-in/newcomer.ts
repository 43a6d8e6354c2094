/**
 * The password of somebody who has yet to confirm the address, so that the right code is all it takes to be signed in. It is
 * kept in memory alone, until it was used or the way is left; a reload forgets it.
 */
let kept: { email: string; password: string } | undefined;

export const keepPassword = (email: string, password: string): void => {
  kept = { email: email.toLowerCase(), password };
};

export const keptPassword = (email: string): string | undefined =>
  kept?.email === email.trim().toLowerCase() ? kept.password : undefined;

export const forgetPassword = (): void => {
  kept = undefined;
};

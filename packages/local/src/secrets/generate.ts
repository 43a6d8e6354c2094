import { randomInt } from "node:crypto";

/** GenerateSecretString of CloudFormation. */
export interface GenerateSecretString {
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean;
  ExcludeUppercase?: boolean;
  ExcludeNumbers?: boolean;
  ExcludePunctuation?: boolean;
  IncludeSpace?: boolean;
  RequireEachIncludedType?: boolean;
  /** JSON object the password is put into, under GenerateStringKey. */
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
}

export function generateSecretString(options: GenerateSecretString): string {
  const excluded = options.ExcludeCharacters ?? "";
  const types = [
    options.ExcludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    options.ExcludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    options.ExcludeNumbers ? "" : "0123456789",
    options.ExcludePunctuation ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    options.IncludeSpace ? " " : "",
  ]
    .map((characters) => [...characters].filter((one) => !excluded.includes(one)))
    .filter((characters) => characters.length > 0);
  const required = options.RequireEachIncludedType === false ? [] : types;
  const all = types.flat();
  const pick = (from: string[]) => from[randomInt(from.length)]!;
  const length = options.PasswordLength ?? 32;
  const password = [...required.map(pick), ...Array.from({ length }, () => pick(all))].slice(0, length);
  for (let i = password.length - 1; i > 0; i -= 1) {
    const other = randomInt(i + 1);
    [password[i], password[other]] = [password[other]!, password[i]!];
  }
  const { SecretStringTemplate, GenerateStringKey } = options;
  if (!SecretStringTemplate || !GenerateStringKey) return password.join("");
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password.join("") });
}

/** What a profile may still lack: in words, and where it is filled in. */
import { paths } from "../lib/paths.ts";

const onProfile = (field: string) => `${paths.editProfile()}#field-${field}`;

const PARTS: Record<string, { words: string; to: string }> = {
  avatar: { words: "a picture", to: `${paths.editProfile()}#picture` },
  headline: { words: "a headline", to: onProfile("headline") },
  bio: { words: "a few words about you", to: onProfile("bio") },
  category: { words: "a category", to: onProfile("categoryId") },
  skills: { words: "your skills", to: onProfile("skills") },
  hourlyRate: { words: "an hourly rate", to: onProfile("hourlyRate") },
  portfolio: { words: "a portfolio item", to: `${paths.editProfile()}#portfolio` },
  company: { words: "your company", to: onProfile("company") },
  about: { words: "a few words about you", to: onProfile("about") },
  country: { words: "your country", to: paths.settings() },
  languages: { words: "your languages", to: paths.settings() },
};

export const missingParts = (names: string[]): { words: string; to: string }[] =>
  names.map((name) => PARTS[name] ?? { words: name.replaceAll("_", " "), to: paths.editProfile() });

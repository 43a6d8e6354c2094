const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it stands in HTML and XML, in attributes too. */
export const escaped = (text: string): string =>
  // Two characters that text may hold make a document that no reader of XML takes.
  text.replaceAll(/[&<>"'\ufffe\uffff]/g, (character) => ENTITIES[character] ?? "");

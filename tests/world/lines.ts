/** Everything a piece of work prints, while it is let print. */
export async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
  const printed: string[] = [];
  const { stdout, stderr } = process;
  const originals = [stdout.write, stderr.write] as const;
  const level = process.env.LOG_LEVEL;
  const keep = ((chunk: unknown) => printed.push(String(chunk)) > 0) as typeof stdout.write;
  stdout.write = keep;
  stderr.write = keep;
  process.env.LOG_LEVEL = "info";
  try {
    await work();
  } finally {
    [stdout.write, stderr.write] = originals;
    process.env.LOG_LEVEL = level;
  }
  return printed.flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "");
}

/**
 * Watches the frames a client sends and reports the first one longer than `limit` bytes. The WebSocket library
 * limits whole messages only; API Gateway also limits each frame.
 */
export function createFrameWatch(limit: number, onTooLong: () => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  /** Payload bytes of the current frame still to come. */
  let remaining = 0;
  let reported = false;

  return (chunk) => {
    let offset = 0;
    while (offset < chunk.length && !reported) {
      if (remaining > 0) {
        const skipped = Math.min(remaining, chunk.length - offset);
        remaining -= skipped;
        offset += skipped;
        continue;
      }
      header = Buffer.concat([header, chunk.subarray(offset, offset + 1)]);
      offset += 1;
      if (header.length < 2 || header.length < headerLength(header)) continue;
      remaining = payloadLength(header);
      header = Buffer.alloc(0);
      if (remaining > limit) {
        reported = true;
        onTooLong();
      }
    }
  };
}

/** Header bytes by RFC 6455 section 5.2: two, an extended length, and the mask. */
function headerLength(header: Buffer): number {
  const short = header[1]! & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const mask = header[1]! & 0x80 ? 4 : 0;
  return 2 + extended + mask;
}

function payloadLength(header: Buffer): number {
  const short = header[1]! & 0x7f;
  if (short === 126) return header.readUInt16BE(2);
  return short === 127 ? Number(header.readBigUInt64BE(2)) : short;
}

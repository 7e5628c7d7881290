// Whether bytes are valid UTF-8, without decoding them.

/** True when `bytes[start .. end)` is well-formed UTF-8 (Unicode 16, table 3-7). */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end;) {
    const lead = bytes[p++];
    if (lead < 0x80) continue;
    const trailing = lead >= 0xc2 && lead <= 0xdf
      ? 1
      : lead >= 0xe0 && lead <= 0xef
      ? 2
      : lead >= 0xf0 && lead <= 0xf4
      ? 3
      : 0;
    if (trailing === 0 || p + trailing > end) return false;
    // The second byte's range keeps out overlong forms, surrogates and what is beyond U+10FFFF.
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (bytes[p] < low || bytes[p] > high) return false;
    for (let i = 1; i < trailing; i++) {
      if ((bytes[p + i] & 0xc0) !== 0x80) return false;
    }
    p += trailing;
  }
  return true;
}

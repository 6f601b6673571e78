// MD5 (RFC 1321), by which some badges of other makers hide whom they are about. It proves nothing here.

const TURNS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const SINES = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32));

export function md5(data) {
  const whole = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64);
  whole.set(data);
  whole[data.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, data.length << 3, true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < whole.length; at += 64) round(state, view, at);
  return new Uint8Array(state.buffer);
}

function round(state, view, at) {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step += 1) {
    const part = step >> 4;
    const mixed = [(b & c) | (~b & d), (b & d) | (c & ~d), b ^ c ^ d, c ^ (b | ~d)][part];
    const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][part] % 16;
    const sum = (a + mixed + SINES[step] + view.getInt32(at + place * 4, true)) | 0;
    const by = TURNS[part][step % 4];
    [a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0];
  }
  [a, b, c, d].forEach((word, place) => (state[place] = (state[place] + word) | 0));
}
